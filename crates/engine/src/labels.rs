//! Which text of a label is said, and which of its variants.

use model::limits::LABEL_ROTATIONS_MAX;
use model::{ConnectorType, Interface, LabelKey, Locale, Rng, UsedVariants};

use crate::compiled::{CompiledText, CompiledVariant};
use crate::template::{self, Arguments};
use crate::trace::{SaidLabel, Topic};
use crate::turn::{RenderedLabel, Turn};

impl Turn<'_> {
    /// The words of a label for this user on this channel.
    pub(crate) fn text(&mut self, key: &LabelKey) -> String {
        let bot = self.bot;
        let Some(texts) = bot.texts(key).filter(|texts| !texts.is_empty()) else {
            self.trace.problem(Topic::Label, format!("label `{key}` has no text: its key is said"));
            return key.as_str().to_owned();
        };
        let wanted = Wanted {
            locale: &self.place.shown,
            interface: self.context.interface,
            connector: self.context.connector,
        };
        let fallback = Wanted { locale: &self.place.locale, ..wanted };
        let text = match choose(texts, &wanted).or_else(|| choose(texts, &fallback)) {
            Some(text) => text,
            None => {
                let other = bot
                    .bot()
                    .locales
                    .iter()
                    .find_map(|locale| choose(texts, &Wanted { locale, ..wanted }));
                let other = other.unwrap_or(&texts[0]);
                self.trace.problem(
                    Topic::Label,
                    format!(
                        "label `{key}` has no text in `{}`: the one in `{}` is said",
                        self.place.locale, other.locale
                    ),
                );
                other
            }
        };
        let locale = text.locale.clone();
        let (place, variant) = self.variant(key, text);
        self.trace.labels.push(SaidLabel { key: key.clone(), locale, variant: place });
        let formatting = self.formatting();
        let rendered = template::render(&variant.template, self, &formatting);
        if self.context.alternatives && text.variants.len() > 1 {
            let others = text
                .variants
                .iter()
                .map(|other| template::render(&other.template, self, &formatting).text)
                .filter(|other| *other != rendered.text)
                .collect();
            self.rendered.push(RenderedLabel { given: rendered.text.clone(), others });
        }
        if !rendered.missing.is_empty() {
            let names = rendered.missing.join("`, `");
            self.trace
                .problem(Topic::Label, format!("label `{key}`: nothing is known of `{names}`"));
        }
        rendered.text
    }

    /// One of the variants: none comes again before all were said, and those whose arguments are
    /// all known come first.
    fn variant<'t>(
        &mut self,
        key: &LabelKey,
        text: &'t CompiledText,
    ) -> (u16, &'t CompiledVariant) {
        let variants = &text.variants;
        if let [only] = variants.as_slice() {
            return (0, only);
        }
        let is_complete = |variant: &CompiledVariant| {
            variant.required.iter().all(|name| self.argument(name).is_some())
        };
        let mut possible: Vec<u16> = (0..variants.len().min(usize::from(u16::MAX)) as u16)
            .filter(|index| is_complete(&variants[usize::from(*index)]))
            .collect();
        if possible.is_empty() {
            possible = (0..variants.len().min(usize::from(u16::MAX)) as u16).collect();
        }
        let rotations = &mut self.conversation.state.used_variants;
        let place = rotations.iter().position(|rotation| rotation.label == *key);
        let mut rotation = place
            .map(|place| rotations.remove(place))
            .unwrap_or_else(|| UsedVariants { label: key.clone(), used: Vec::new() });
        let mut fresh: Vec<u16> =
            possible.iter().copied().filter(|index| !rotation.used.contains(index)).collect();
        if fresh.is_empty() {
            // A new round; it does not begin with the last of the round before.
            let last = rotation.used.last().copied();
            rotation.used.clear();
            fresh = possible;
            if fresh.len() > 1 {
                fresh.retain(|index| Some(*index) != last);
            }
        }
        let chosen = fresh[self.rng.below(fresh.len())];
        rotation.used.push(chosen);
        rotations.push(rotation);
        let excess = rotations.len().saturating_sub(LABEL_ROTATIONS_MAX);
        rotations.drain(..excess);
        (chosen, &variants[usize::from(chosen)])
    }
}

/// For whom a text is wanted.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) locale: &'a Locale,
    pub(crate) interface: Interface,
    pub(crate) connector: &'a ConnectorType,
}

/// The text that fits best: with its interface before any interface, then the same locale before
/// the same language, then its connector before any. At last the text for the other interface.
pub(crate) fn choose<'t>(
    texts: &'t [CompiledText],
    wanted: &Wanted<'_>,
) -> Option<&'t CompiledText> {
    // What a person vouches for comes before what nobody does.
    choose_of(texts, wanted, true).or_else(|| choose_of(texts, wanted, false))
}

fn choose_of<'t>(
    texts: &'t [CompiledText],
    wanted: &Wanted<'_>,
    validated: bool,
) -> Option<&'t CompiledText> {
    let find = |interface: Option<Interface>, same_locale: bool, own_connector: bool| {
        texts.iter().find(|text| {
            text.validated == validated
                && text.interface == interface
                && match same_locale {
                    true => text.locale == *wanted.locale,
                    false => text.locale.language() == wanted.locale.language(),
                }
                && text.connector.as_ref() == own_connector.then_some(wanted.connector)
        })
    };
    let other = match wanted.interface {
        Interface::Text => Interface::Voice,
        Interface::Voice => Interface::Text,
    };
    [Some(wanted.interface), None, Some(other)].into_iter().find_map(|interface| {
        // Own connector in the same locale, any connector in the same locale, then by language.
        [(true, true), (true, false), (false, true), (false, false)]
            .into_iter()
            .find_map(|(same_locale, own_connector)| find(interface, same_locale, own_connector))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Template;

    /// `locale/interface/connector`, with `-` for any.
    fn text(form: &str) -> CompiledText {
        let parts: Vec<&str> = form.split('/').collect();
        CompiledText {
            locale: parts[0].parse().unwrap(),
            interface: match parts[1] {
                "text" => Some(Interface::Text),
                "voice" => Some(Interface::Voice),
                _ => None,
            },
            connector: (parts[2] != "-")
                .then(|| ConnectorType::new(parts[2].trim_end_matches('?')).unwrap()),
            variants: vec![CompiledVariant { template: Template::literal(form), required: vec![] }],
            validated: !form.ends_with('?'),
        }
    }

    #[test]
    fn the_best_fitting_text_is_chosen() {
        // Best first: each must win against all after it.
        let order = [
            "fr-CA/text/web",
            "fr-CA/text/-",
            "fr/text/web",
            "fr/text/-",
            "fr-CA/-/web",
            "fr-CA/-/-",
            "fr/-/web",
            "fr/-/-",
            "fr/voice/-",
        ];
        let connector = ConnectorType::new("web").unwrap();
        let locale = "fr-CA".parse().unwrap();
        let wanted = Wanted { locale: &locale, interface: Interface::Text, connector: &connector };
        for first in 0..order.len() {
            let texts: Vec<CompiledText> = order[first..].iter().rev().map(|f| text(f)).collect();
            let chosen = choose(&texts, &wanted).unwrap();
            assert_eq!(chosen.variants[0].template, Template::literal(order[first]));
        }
        let vouched = [text("fr-CA/text/web?"), text("fr/-/-")];
        assert!(choose(&vouched, &wanted).unwrap().validated);
        assert!(choose(&vouched[..1], &wanted).is_some());
        let others = [text("en/text/web"), text("fr/-/messenger")];
        assert!(choose(&others, &wanted).is_none());
    }
}
