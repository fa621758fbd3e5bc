//! A trained model: what it holds, how it is written and read.

use model::{Bot, Dimension, EntityTypeName, IntentName, Locale, Role, SentenceStatus};

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::dense::Dense;
use crate::dictionary::{Dictionaries, Match};
use crate::entity::chain::Chain;
use crate::entity::stretches::{Annotated, Stretches, kind_of};
use crate::hashing::hash_text;
use crate::intent::classifier::Classifier;
use crate::intent::listed::Listed;
use crate::known::{KnownEntity, KnownSentence, KnownSentences};
use crate::language::{Profile, detect};
use crate::text::{Token, Tokens};

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
    /// Whether better is to come: it was trained quickly, or corrected since it was trained.
    pub(crate) is_provisional: bool,
    /// The encoder of the vectors that some locale looks at.
    pub(crate) encoder: Option<String>,
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
    pub(crate) dense: Option<Dense>,
    /// The intent of each class; `None` is what is not understood.
    pub(crate) classes: Vec<Option<u16>>,
    pub(crate) chain: Chain,
    pub(crate) dictionaries: Dictionaries,
    /// Sorted numbers of the types whose words say nothing of the intent beyond their type.
    pub(crate) interchangeable: Vec<u16>,
    pub(crate) stretches: Stretches,
    pub(crate) known: KnownSentences,
    pub(crate) language: Profile,
}

impl LocaleModel {
    /// What dictionaries list in a sentence. Only a word that no training sentence holds may be a
    /// typo.
    pub(crate) fn matches(&self, tokens: &Tokens) -> Vec<Match> {
        let is_new = |token: &Token| {
            !self.classifier.as_ref().is_some_and(|own| own.vocabulary.has_word(token.word))
        };
        self.dictionaries.find(tokens, self.locale.language(), |_| true, is_new)
    }
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

    /// The locale in which a text seems to be written, of those that the model understands;
    /// `None` when it may be several.
    pub fn detect_locale(&self, text: &str) -> Option<&Locale> {
        let profiles = self.locales.iter().map(|locale| &locale.language);
        detect(&text.to_lowercase(), profiles).map(|place| &self.locales[place].locale)
    }

    /// The encoder whose vectors help this model, as the caller named it; `None` when it answers as
    /// well without. Only then is [`Model::parse_with_vector`] worth computing one.
    pub fn encoder(&self) -> Option<&str> {
        self.encoder.as_deref()
    }

    /// Whether a better model is to come: this one was trained with [`crate::Speed::Quick`], or
    /// corrected by [`Model::with_known_sentences`].
    pub fn is_provisional(&self) -> bool {
        self.is_provisional
    }

    /// The same model, which knows the validated sentences that `bot` has now. So a correction
    /// holds at once, before anything is trained. What has an intent or an entity that the model
    /// does not know waits for training.
    pub fn with_known_sentences(&self, bot: &Bot) -> Self {
        let mut corrected = self.clone();
        let locales: Vec<Locale> = self.locales().cloned().collect();
        let mut known: Vec<Vec<KnownSentence>> = vec![Vec::new(); locales.len()];
        for sentence in bot.sentences.iter().filter(|s| s.status == SentenceStatus::Validated) {
            let chosen = sentence.locale.choose_among(&locales);
            let place = locales.iter().position(|locale| Some(locale) == chosen);
            let prepared = self.prepare(sentence, &mut Vec::new());
            if let (Some(place), Some(prepared)) = (place, prepared)
                && prepared.entities.len() == sentence.entities.len()
            {
                known[place].push(prepared.known);
            }
        }
        for (locale, sentences) in corrected.locales.iter_mut().zip(known) {
            locale.known = KnownSentences::new(sentences);
        }
        corrected.is_provisional = true;
        corrected
    }

    /// What the finds of dictionaries and of what was annotated say to the intent classifier.
    /// `interchangeable` are the sorted numbers of the types whose words are.
    pub(crate) fn listed(
        &self,
        matches: &[Match],
        stretches: &[Annotated],
        interchangeable: &[u16],
    ) -> Vec<Listed> {
        let matches = matches.iter().map(|found| Listed {
            tokens: found.tokens.clone(),
            kind: self.types[found.entry.entity_type as usize].kind(),
            is_interchangeable: interchangeable.binary_search(&found.entry.entity_type).is_ok(),
        });
        let stretches = stretches.iter().map(|(tokens, number)| Listed {
            tokens: tokens.clone(),
            kind: kind_of(*number),
            is_interchangeable: false,
        });
        matches.chain(stretches).collect()
    }

    /// The number of the context that allows every entity.
    pub(crate) fn context_of_all(&self) -> u16 {
        (self.intents.len() + self.types.len()) as u16
    }

    /// The number of the context of an entity type's own text.
    pub(crate) fn context_of_type(&self, entity_type: u16) -> u16 {
        self.intents.len() as u16 + entity_type
    }

    /// Its bytes; of a model that was trained here, not of one that was read.
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
        writer.u8(u8::from(self.is_provisional));
        writer.option(self.encoder.as_deref(), Writer::text);
        writer.length(self.locales.len());
        for locale in &self.locales {
            writer.text(&locale.locale.to_string());
            writer.option(locale.classifier.as_ref(), |writer, own| own.write(writer));
            writer.option(locale.dense.as_ref(), |writer, own| own.write(writer));
            writer.length(locale.classes.len());
            for class in &locale.classes {
                writer.option(*class, Writer::u16);
            }
            locale.chain.write(&mut writer);
            locale.dictionaries.write(&mut writer);
            writer.u16s(&locale.interchangeable);
            locale.stretches.write(&mut writer);
            locale.known.write(&mut writer);
            locale.language.write(&mut writer);
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
        let is_provisional = reader.u8()? == 1;
        let encoder = reader.option(Reader::text)?;
        let mut locales = Vec::new();
        for _ in 0..reader.length(20)? {
            locales.push(LocaleModel {
                locale: reader.text()?.parse().map_err(|_| BAD_NAME)?,
                classifier: reader.option(Classifier::read)?,
                dense: reader.option(Dense::read)?,
                classes: (0..reader.length(1)?)
                    .map(|_| reader.option(Reader::u16))
                    .collect::<Result<Vec<_>, _>>()?,
                chain: Chain::read(reader)?,
                dictionaries: Dictionaries::read(reader)?,
                interchangeable: reader.u16s()?,
                stretches: Stretches::read(reader)?,
                known: KnownSentences::read(reader)?,
                language: Profile::read(reader)?,
            });
        }
        let model = Self {
            intents,
            types,
            uses,
            intent_uses,
            own_threshold,
            is_provisional,
            encoder,
            locales,
        };
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
                let dense = locale.dense.as_ref().map_or(classes, |own| own.classifier.class_count);
                locale.classes.len() == classes
                    && dense == classes
                    && locale.classes.iter().all(is_intent)
                    && locale.chain.contexts.len() == contexts
                    && locale.chain.label_count == 1 + 2 * self.uses.len()
                    && locale.dictionaries.types().all(is_type)
                    && locale.interchangeable.is_sorted()
                    && locale.stretches.uses().all(|number| is_use(&number))
                    && locale.known.sentences.iter().all(|known| {
                        is_intent(&known.intent)
                            && known.entities.iter().flat_map(KnownEntity::uses).all(|n| is_use(&n))
                    })
            });
        ensure(is_sound, "a number names nothing")
    }
}
