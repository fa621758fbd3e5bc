//! Which labels a bot says where, for lists of labels that nobody needs.

use std::collections::BTreeMap;

use model::{Answer, Bot, LabelKey};

/// How a label is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelUsage {
    /// The label.
    pub key: LabelKey,
    /// The parts of the bot that say it: `stories[book].steps[seat].answers[0]`, `faqs[parking]`.
    pub places: Vec<String>,
    /// How often it was said, as the caller counted.
    pub said: u64,
}

impl LabelUsage {
    /// Whether nothing of the bot says it.
    pub fn is_unused(&self) -> bool {
        self.places.is_empty()
    }
}

/// Every label of a bot, by key, with the places that say it and how often it was said.
pub fn label_usage(bot: &Bot, said: &BTreeMap<LabelKey, u64>) -> Vec<LabelUsage> {
    let mut places: BTreeMap<&LabelKey, Vec<String>> = BTreeMap::new();
    let mut found: Vec<(LabelKey, String)> = Vec::new();
    for story in &bot.stories {
        let place = format!("stories[{}]", story.name);
        found.extend(said_by(&story.answers, &format!("{place}.answers")));
        for (number, mandatory) in story.mandatory.iter().enumerate() {
            found.extend(said_by(&mandatory.ask, &format!("{place}.mandatory[{number}].ask")));
        }
        for step in story.all_steps() {
            let place = format!("{place}.steps[{}]", step.name);
            found.extend(step.title.iter().map(|title| (title.clone(), format!("{place}.title"))));
            found.extend(said_by(&step.answers, &format!("{place}.answers")));
        }
    }
    for (name, faq) in &bot.faqs {
        found.push((faq.answer.clone(), format!("faqs[{name}]")));
    }
    for (label, place) in found {
        if let Some((key, _)) = bot.labels.get_key_value(&label) {
            let places = places.entry(key).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }
    bot.labels
        .keys()
        .map(|key| LabelUsage {
            key: key.clone(),
            places: places.remove(key).unwrap_or_default(),
            said: said.get(key).copied().unwrap_or_default(),
        })
        .collect()
}

fn said_by(answers: &[Answer], place: &str) -> Vec<(LabelKey, String)> {
    let each = answers.iter().enumerate();
    each.flat_map(|(number, answer)| {
        let place = format!("{place}[{number}]");
        answer.parts().labels.into_iter().map(move |label| (label.clone(), place.clone()))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{BotName, Locale, Namespace};
    use serde_json::json;

    #[test]
    fn labels_are_listed_with_the_places_that_say_them() {
        let namespace = Namespace::new("app").unwrap();
        let mut bot = Bot::new(namespace, BotName::new("b").unwrap(), vec![Locale::en()]);
        for key in ["a", "b", "c", "d"] {
            bot.labels.insert(LabelKey::new(key).unwrap(), model::Label::default());
        }
        bot.stories = serde_json::from_value(json!([{
            "name": "s",
            "answers": [{ "content": { "type": "text", "text": "a",
                "quick_replies": [{ "title": "b" }, { "title": "b" }] } }],
            "steps": [{ "name": "t", "title": "a" }],
        }]))
        .unwrap();
        bot.faqs = serde_json::from_value(json!({ "q": { "answer": "c" } })).unwrap();
        let said = BTreeMap::from([(LabelKey::new("d").unwrap(), 3)]);
        let usage = label_usage(&bot, &said);
        let shown: Vec<(&str, Vec<&str>, u64)> = usage
            .iter()
            .map(|it| (it.key.as_str(), it.places.iter().map(String::as_str).collect(), it.said))
            .collect();
        let expected = [
            ("a", vec!["stories[s].answers[0]", "stories[s].steps[t].title"], 0),
            ("b", vec!["stories[s].answers[0]"], 0),
            ("c", vec!["faqs[q]"], 0),
            ("d", vec![], 3),
        ];
        assert_eq!(shown, expected);
        assert!(usage[3].is_unused());
    }
}
