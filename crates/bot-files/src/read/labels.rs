//! `answers/{locale}.toml`: what labels say in a language; `answers/descriptions.toml`: what they
//! are for.

use model::{Bot, ConnectorType, Diagnostic, Interface, Label, LabelKey, LabelText, Locale};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::fields::{self, Fields};
use crate::session::{Session, SourceFile};

/// The name, without ending, of the file of descriptions.
pub(crate) const DESCRIPTIONS: &str = "descriptions";

/// The words for how a channel reaches its user.
pub(crate) const INTERFACES: [(&str, Interface); 2] =
    [("text", Interface::Text), ("voice", Interface::Voice)];

pub(super) fn read(session: &Session, file: &SourceFile<'_>, bot: &mut Bot) {
    let table = fields::parse(session, file);
    let stem = file.stem();
    let mut reader = LabelReader { session, file, bot, locale: None };
    if stem != DESCRIPTIONS {
        match stem.parse::<Locale>() {
            Ok(locale) => reader.locale = Some(locale),
            Err(error) => {
                session.report(
                    file,
                    1,
                    Diagnostic::error(
                        "wrong-file-name",
                        format!("a file of answers is named after its language: {error}"),
                        "rename it, for example to `answers/fr.toml`; it was not read",
                    ),
                );
                return;
            }
        }
    }
    reader.group("", &table);
}

struct LabelReader<'r, 't> {
    session: &'r Session,
    file: &'r SourceFile<'t>,
    bot: &'r mut Bot,
    /// `None` in the file of descriptions.
    locale: Option<Locale>,
}

impl LabelReader<'_, '_> {
    /// Keys of tables in tables are joined with dots: `[book]` `where` is the label `book.where`.
    fn group(&mut self, prefix: &str, table: &DeTable<'_>) {
        let fields = Fields::new(self.session, self.file, table, 0, "this file");
        for (key, at, value) in fields.entries() {
            let key = match prefix {
                "" => key.to_owned(),
                _ => format!("{prefix}.{key}"),
            };
            if key.is_empty() {
                continue;
            }
            match value.get_ref() {
                DeValue::Table(inner) => self.group(&key, inner),
                _ => {
                    if let Some(name) = fields.parsed::<LabelKey>(at, &key, &key) {
                        self.label(&fields, at, name, value);
                    }
                }
            }
        }
    }

    fn label(
        &mut self,
        fields: &Fields<'_, '_>,
        at: usize,
        key: LabelKey,
        value: &Spanned<DeValue<'_>>,
    ) {
        let line = self.file.line_of(at);
        self.session.remember(format!("labels[{key}]"), self.file, line);
        let Some(locale) = self.locale.clone() else {
            match value.get_ref() {
                DeValue::String(text) => {
                    self.bot.labels.entry(key).or_default().description = text.to_string();
                }
                _ => fields.wrong_type(key.as_str(), value, "a text in quotes"),
            }
            return;
        };
        self.session.remember(format!("labels[{key}].{locale}"), self.file, line);
        let texts = read_texts(fields, &key, &locale, value);
        let label: &mut Label = self.bot.labels.entry(key.clone()).or_default();
        for text in texts {
            let same = label.texts.iter().any(|other| {
                other.locale == text.locale
                    && other.interface == text.interface
                    && other.connector == text.connector
            });
            if same {
                fields.error(
                    at,
                    "duplicate-label",
                    format!("the label `{key}` is given twice for the same language and channel"),
                    "join the two into one list of variants; this one was not read",
                );
            } else {
                label.texts.push(text);
            }
        }
    }
}

/// A text, or a list of variants, in which tables hold variants for some channels only.
fn read_texts(
    fields: &Fields<'_, '_>,
    key: &LabelKey,
    locale: &Locale,
    value: &Spanned<DeValue<'_>>,
) -> Vec<LabelText> {
    let plain = |variants| LabelText::new(locale.clone(), variants);
    let items = match value.get_ref() {
        DeValue::String(text) => return vec![plain(vec![text.to_string()])],
        DeValue::Array(items) => items,
        _ => {
            fields.wrong_type(key.as_str(), value, "a text or a list of texts");
            return Vec::new();
        }
    };
    let mut variants = Vec::new();
    let mut special = Vec::new();
    for item in items {
        match item.get_ref() {
            DeValue::String(text) => variants.push(text.to_string()),
            DeValue::Table(_) => {
                let what = format!("a text of the label `{key}`");
                if let Some(table) = fields.table_in(key.as_str(), item, what) {
                    special.push(read_special(&table, locale));
                }
            }
            _ => fields.wrong_type(key.as_str(), item, "a text in quotes"),
        }
    }
    let mut texts = Vec::new();
    if !variants.is_empty() || special.is_empty() {
        texts.push(plain(variants));
    }
    texts.append(&mut special);
    texts
}

fn read_special(fields: &Fields<'_, '_>, locale: &Locale) -> LabelText {
    fields.require("say", "[\"…\"]");
    let interface = fields.choice("interface", &INTERFACES);
    let connector: Option<ConnectorType> = fields.name("connector");
    let validated = fields.truth("validated");
    if interface.is_none() && connector.is_none() && validated.is_none() {
        fields.error(
            fields.at,
            "missing-key",
            format!("{} names neither an interface nor a kind of channel", fields.what),
            "add `interface = \"voice\"`, `connector = \"web\"` or `validated = false`",
        );
    }
    let variants = fields.texts("say");
    fields.finish();
    let validated = validated.unwrap_or(true);
    LabelText { locale: locale.clone(), interface, connector, variants, validated }
}
