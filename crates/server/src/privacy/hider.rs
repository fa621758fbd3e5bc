//! Hiding parts of what is stored.

use std::ops::Range;

use engine::{Topic, Trace};
use model::{Bot, Understanding, hide_ranges};
use regex::{Regex, RegexBuilder};
use store::{HideRule, Privacy};

/// Largest compiled rule, in bytes: a pattern such as `.{1000}{1000}` is refused.
const RULE_BYTES_MAX: usize = 1024 * 1024;

/// Longest pattern and name of a rule, in bytes.
const TEXT_BYTES_MAX: usize = 1_000;

/// Hides parts of what is stored of a turn.
#[derive(Debug, Clone, Default)]
pub struct Hider {
    obfuscated: bool,
    rules: Vec<Regex>,
    /// A rule cannot be applied: then nothing may be read.
    broken: bool,
}

fn compile(rule: &HideRule) -> Result<Regex, regex::Error> {
    RegexBuilder::new(&rule.pattern).size_limit(RULE_BYTES_MAX).build()
}

/// Refuses rules that cannot be applied.
pub fn check_rules(privacy: &Privacy) -> Result<(), String> {
    for (index, rule) in privacy.hide.iter().enumerate() {
        let field =
            |name: &str, reason: &str| Err(format!("field `hide[{index}].{name}`: {reason}"));
        if rule.name.trim().is_empty() || rule.name.len() > TEXT_BYTES_MAX {
            return field("name", "give it a name of 1 to 1,000 bytes");
        }
        if rule.pattern.len() > TEXT_BYTES_MAX {
            return field("pattern", "has more than 1,000 bytes; make two rules of it");
        }
        match compile(rule) {
            Err(error) => return field("pattern", &error.to_string()),
            Ok(compiled) if compiled.is_match("") => {
                return field("pattern", "also finds nothing at all; it must match something");
            }
            Ok(_) => {}
        }
    }
    Ok(())
}

impl Hider {
    /// What several places want together.
    pub fn new<'a>(wanted: impl Iterator<Item = &'a Privacy>) -> Self {
        let mut hider = Self::default();
        for privacy in wanted {
            hider.obfuscated |= privacy.hide_obfuscated;
            for rule in &privacy.hide {
                match compile(rule) {
                    Ok(rule) => hider.rules.push(rule),
                    Err(error) => {
                        tracing::error!(rule = rule.name, %error, "a rule fails; all is hidden");
                        hider.broken = true;
                    }
                }
            }
        }
        hider
    }

    fn is_idle(&self) -> bool {
        !self.obfuscated && !self.broken && self.rules.is_empty()
    }

    /// The bytes of a text that nobody may read.
    fn found(&self, text: &str) -> Vec<Range<usize>> {
        if self.broken {
            return std::iter::once(0..text.len()).collect();
        }
        let found = |rule: &Regex| rule.find_iter(text).map(|found| found.range()).collect();
        self.rules.iter().flat_map(|rule| -> Vec<_> { found(rule) }).collect()
    }

    /// What was understood, as it is stored.
    pub fn understanding(&self, bot: &Bot, understanding: &Understanding) -> Understanding {
        if self.is_idle() {
            return understanding.clone();
        }
        let found = self.found(&understanding.text);
        understanding.clone().hidden(bot, self.obfuscated, &found)
    }

    /// What the user said or did, as it is stored. What was understood of it says more than the
    /// text alone.
    pub fn text(&self, bot: &Bot, text: &str, understanding: Option<&Understanding>) -> String {
        match understanding.filter(|understanding| understanding.text == text) {
            Some(understanding) => self.understanding(bot, understanding).text,
            None => hide_ranges(text, &self.found(text)),
        }
    }

    /// Why the bot decided as it did, as it is stored: without words of the user that are hidden,
    /// and without values when anything may be. `understanding` is what was understood in clear;
    /// a turn that goes on after a crash does not know it any more.
    pub fn trace(
        &self,
        bot: &Bot,
        mut trace: Trace,
        understanding: Option<&Understanding>,
    ) -> Trace {
        if self.is_idle() {
            return trace;
        }
        let fragments = match understanding {
            Some(clear) => hidden_fragments(&clear.text, &self.understanding(bot, clear).text),
            None => Vec::new(),
        };
        let may_be_hidden = understanding.is_none() || !fragments.is_empty();
        for line in &mut trace.lines {
            let tells_value = matches!(line.topic, Topic::Value | Topic::Expression);
            let tells_words = fragments.iter().any(|fragment| line.text.contains(fragment));
            if (tells_value && may_be_hidden) || tells_words || !self.found(&line.text).is_empty() {
                line.text = "hidden".to_owned();
            }
        }
        trace
    }
}

/// The parts of a text that are stars in the stored one. Both have the same length in UTF-16.
fn hidden_fragments(clear: &str, stored: &str) -> Vec<String> {
    let (clear, stored): (Vec<u16>, Vec<u16>) =
        (clear.encode_utf16().collect(), stored.encode_utf16().collect());
    let mut fragments = vec![Vec::new()];
    for (was, is) in clear.iter().zip(&stored) {
        match was == is {
            true => fragments.push(Vec::new()),
            false => fragments.last_mut().expect("there is always one").push(*was),
        }
    }
    fragments
        .iter()
        .map(|units| String::from_utf16_lossy(units))
        .filter(|it| !it.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use model::{BotName, Locale, Namespace};

    use super::*;

    fn privacy(patterns: &[&str]) -> Privacy {
        let rule = |pattern: &&str| HideRule { name: "r".into(), pattern: (*pattern).into() };
        Privacy { hide: patterns.iter().map(rule).collect(), ..Privacy::default() }
    }

    fn bot() -> Bot {
        let (namespace, name) = (Namespace::new("a").unwrap(), BotName::new("b").unwrap());
        Bot::new(namespace, name, vec![Locale::fr()])
    }

    #[track_caller]
    fn check(patterns: &[&str], text: &str, stored: &str) {
        let privacy = privacy(patterns);
        let hider = Hider::new([&privacy].into_iter());
        assert_eq!(hider.text(&bot(), text, None), stored);
        let understanding = Understanding::nothing(text, Locale::fr());
        assert_eq!(hider.understanding(&bot(), &understanding).text, stored);
        assert_eq!(hider.text(&bot(), text, Some(&understanding)), stored);
    }

    #[test]
    fn what_a_rule_finds_is_stars_and_a_rule_that_fails_hides_everything() {
        check(&[], "mon numéro : 06 12", "mon numéro : 06 12");
        check(&[r"\d+"], "mon numéro : 06 12", "mon numéro : ** **");
        check(&[r"\d+", "numéro : 0"], "mon numéro : 06 12", "mon *********** **");
        check(&["🚆"], "un 🚆", "un **");
        check(&["("], "mon 06", "******");
        check(&["(", r"\d"], "mon 06", "******");
    }

    #[test]
    fn rules_that_cannot_be_applied_are_refused_with_their_field() {
        let refused = |pattern: &str| check_rules(&privacy(&["a", pattern])).unwrap_err();
        assert!(refused("(").starts_with("field `hide[1].pattern`"));
        assert!(refused("x*").contains("must match something"));
        assert!(refused(r"\w{900}{900}").contains("size limit"), "{}", refused(r"\w{900}{900}"));
        assert!(refused(&"a".repeat(1_001)).contains("two rules"));
        assert_eq!(check_rules(&privacy(&[r"[\w.]+@[\w.]+"])), Ok(()));
    }

    #[test]
    fn reasons_do_not_repeat_what_is_hidden() {
        let wanted = privacy(&[r"06\d+"]);
        let hider = Hider::new([&wanted].into_iter());
        let understanding = Understanding::nothing("appelez le 0612", Locale::fr());
        let line =
            |topic, text: &str| engine::TraceLine { topic, text: text.into(), problem: false };
        let lines = vec![
            line(Topic::Story, "story `hello`"),
            line(Topic::Intent, "`appelez le 0612` is `call`"),
            line(Topic::Value, "`phone` is +33612"),
        ];
        let trace = Trace { lines, ..Trace::default() };
        let stored = hider.trace(&bot(), trace, Some(&understanding));
        let texts: Vec<&str> = stored.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["story `hello`", "hidden", "hidden"]);
    }
}
