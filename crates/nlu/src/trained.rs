//! A trained model: what it holds, how it is written and read.

use model::{Dimension, EntityTypeName, IntentName, Locale, Role};

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::dictionary::Dictionaries;
use crate::entity::chain::Chain;
use crate::hashing::hash_text;
use crate::intent::classifier::Classifier;
use crate::known::KnownSentences;

/// A trained model, ready to understand sentences. Immutable; share it behind an `Arc`.
#[derive(Debug, Clone)]
pub struct Model {
    pub(crate) intents: Vec<IntentName>,
    pub(crate) types: Vec<KnownType>,
    pub(crate) uses: Vec<KnownUse>,
    /// For each intent the numbers of its entity uses.
    pub(crate) intent_uses: Vec<Vec<u16>>,
    /// The threshold that the bot sets itself.
    pub(crate) own_threshold: Option<f64>,
    pub(crate) locales: Vec<LocaleModel>,
}

/// An entity type that the bot uses.
#[derive(Debug, Clone)]
pub(crate) struct KnownType {
    pub(crate) name: EntityTypeName,
    pub(crate) dimension: Option<Dimension>,
    pub(crate) dictionary: Option<DictionaryRules>,
    /// Numbers of the uses of its parts.
    pub(crate) sub_uses: Vec<u16>,
}

/// How a dictionary is looked up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DictionaryRules {
    pub(crate) only_values: bool,
    pub(crate) minimum_similarity: f64,
}

/// An entity type in a role.
#[derive(Debug, Clone)]
pub(crate) struct KnownUse {
    pub(crate) entity_type: u16,
    pub(crate) role: Role,
}

/// What was learned of one language.
#[derive(Debug, Clone)]
pub(crate) struct LocaleModel {
    pub(crate) locale: Locale,
    pub(crate) classifier: Option<Classifier>,
    /// The intent of each class; `None` is what is not understood.
    pub(crate) classes: Vec<Option<u16>>,
    pub(crate) threshold: f64,
    pub(crate) chain: Chain,
    pub(crate) dictionaries: Dictionaries,
    pub(crate) known: KnownSentences,
}

impl KnownType {
    /// What its markers are called.
    pub(crate) fn kind(&self) -> u64 {
        match self.dimension {
            Some(dimension) => hash_text(dimension.name()),
            None => hash_text(self.name.as_str()),
        }
    }
}

impl Model {
    /// Reads a model from its bytes. Refuses everything else; never panics.
    pub fn load(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::open(bytes)?;
        let model = Self::read(&mut reader)?;
        reader.close()?;
        Ok(model)
    }

    /// The locales it understands; the first is the default.
    pub fn locales(&self) -> impl Iterator<Item = &Locale> {
        self.locales.iter().map(|locale| &locale.locale)
    }

    /// What the dictionary's finds say to the intent classifier.
    pub(crate) fn listed(
        &self,
        matches: &[crate::dictionary::Match],
    ) -> Vec<(std::ops::Range<usize>, u64)> {
        let kind = |m: &crate::dictionary::Match| self.types[m.entry.entity_type as usize].kind();
        matches.iter().map(|m| (m.tokens.clone(), kind(m))).collect()
    }

    /// The number of the context that allows every entity.
    pub(crate) fn context_of_all(&self) -> u16 {
        (self.intents.len() + self.types.len()) as u16
    }

    /// The number of the context of an entity type's own text.
    pub(crate) fn context_of_type(&self, entity_type: u16) -> u16 {
        self.intents.len() as u16 + entity_type
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.length(self.intents.len());
        self.intents.iter().for_each(|intent| writer.text(intent.as_str()));
        writer.length(self.types.len());
        for known in &self.types {
            writer.text(known.name.as_str());
            writer.option(known.dimension, |writer, dimension| writer.text(dimension.name()));
            writer.option(known.dictionary, |writer, rules| {
                writer.u8(u8::from(rules.only_values));
                writer.f64(rules.minimum_similarity);
            });
            writer.u16s(&known.sub_uses);
        }
        writer.length(self.uses.len());
        for known in &self.uses {
            writer.u16(known.entity_type);
            writer.text(known.role.as_str());
        }
        self.intent_uses.iter().for_each(|uses| writer.u16s(uses));
        writer.option(self.own_threshold, Writer::f64);
        writer.length(self.locales.len());
        for locale in &self.locales {
            writer.text(&locale.locale.to_string());
            writer.option(locale.classifier.as_ref(), |writer, own| own.write(writer));
            writer.length(locale.classes.len());
            for class in &locale.classes {
                writer.option(*class, Writer::u16);
            }
            writer.f64(locale.threshold);
            locale.chain.write(&mut writer);
            locale.dictionaries.write(&mut writer);
            locale.known.write(&mut writer);
        }
        writer.finish()
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        const BAD_NAME: Error = Error::Damaged { reason: "a name is not valid" };
        let intents = (0..reader.length(4)?)
            .map(|_| IntentName::new(reader.text()?).map_err(|_| BAD_NAME))
            .collect::<Result<Vec<_>, _>>()?;
        let mut types = Vec::new();
        for _ in 0..reader.length(10)? {
            types.push(KnownType {
                name: EntityTypeName::new(reader.text()?).map_err(|_| BAD_NAME)?,
                dimension: reader
                    .option(|reader| Dimension::from_name(&reader.text()?).ok_or(BAD_NAME))?,
                dictionary: reader.option(|reader| {
                    Ok(DictionaryRules {
                        only_values: reader.u8()? == 1,
                        minimum_similarity: reader.f64()?,
                    })
                })?,
                sub_uses: reader.u16s()?,
            });
        }
        let mut uses = Vec::new();
        for _ in 0..reader.length(6)? {
            uses.push(KnownUse {
                entity_type: reader.u16()?,
                role: Role::new(reader.text()?).map_err(|_| BAD_NAME)?,
            });
        }
        let intent_uses =
            intents.iter().map(|_| reader.u16s()).collect::<Result<Vec<Vec<u16>>, _>>()?;
        let own_threshold = reader.option(Reader::f64)?;
        let mut locales = Vec::new();
        for _ in 0..reader.length(20)? {
            locales.push(LocaleModel {
                locale: reader.text()?.parse().map_err(|_| BAD_NAME)?,
                classifier: reader.option(Classifier::read)?,
                classes: (0..reader.length(1)?)
                    .map(|_| reader.option(Reader::u16))
                    .collect::<Result<Vec<_>, _>>()?,
                threshold: reader.f64()?,
                chain: Chain::read(reader)?,
                dictionaries: Dictionaries::read(reader)?,
                known: KnownSentences::read(reader)?,
            });
        }
        let model = Self { intents, types, uses, intent_uses, own_threshold, locales };
        model.ensure_sound()?;
        Ok(model)
    }

    fn ensure_sound(&self) -> Result<(), Error> {
        let is_use = |number: &u16| (*number as usize) < self.uses.len();
        let is_type = |number: u16| (number as usize) < self.types.len();
        let is_intent =
            |number: &Option<u16>| number.is_none_or(|n| (n as usize) < self.intents.len());
        let contexts = self.intents.len() + self.types.len() + 1;
        let is_sound = self.uses.iter().all(|known| is_type(known.entity_type))
            && self.types.iter().all(|known| known.sub_uses.iter().all(is_use))
            && self.intent_uses.iter().flatten().all(is_use)
            && self.locales.iter().all(|locale| {
                let classes = locale.classifier.as_ref().map_or(0, |own| own.class_count);
                locale.classes.len() == classes
                    && locale.classes.iter().all(is_intent)
                    && locale.chain.contexts.len() == contexts
                    && locale.chain.label_count == 1 + 2 * self.uses.len()
                    && locale.dictionaries.types().all(is_type)
                    && locale.known.sentences.iter().all(|known| {
                        is_intent(&known.intent)
                            && known.entities.iter().all(|(_, _, number)| is_use(number))
                    })
            });
        ensure(is_sound, "a number names nothing")
    }
}
