//! Which of a bot's locales a sentence is written in.
//!
//! Only the bot's own locales are told apart, so its own sentences and a few of the commonest
//! words of some languages are enough to learn from.

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::hashing::{finish, mix};

/// Counts of sequences of characters are kept in so many buckets.
const BUCKETS: usize = 4_096;
/// Each bucket counts as if it had been seen so often.
const SMOOTHING: f32 = 0.1;
/// How many times more probable than in the next locale a sentence must be, as a logarithm.
const LEAD_MIN: f32 = 3.0;

/// How often each sequence of characters is met in one locale.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    /// Logarithms of probabilities by bucket; empty in a bot with one locale.
    logarithms: Vec<f32>,
}

impl Profile {
    /// Of the sentences of a locale (lower case) and what is known of its language.
    pub(crate) fn learn<'a>(language: &str, sentences: impl Iterator<Item = &'a str>) -> Self {
        let mut counts = vec![SMOOTHING; BUCKETS];
        for text in sentences.chain([common_words(language)]) {
            each_bucket(text, |bucket| counts[bucket] += 1.0);
        }
        let all: f32 = counts.iter().sum();
        Self { logarithms: counts.into_iter().map(|count| (count / all).ln()).collect() }
    }

    fn score(&self, text: &str) -> f32 {
        let mut score = 0.0;
        each_bucket(text, |bucket| score += self.logarithms.get(bucket).copied().unwrap_or(0.0));
        score
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.f32s(&self.logarithms);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let logarithms = reader.f32s()?;
        ensure([0, BUCKETS].contains(&logarithms.len()), "a language has the wrong size")?;
        Ok(Self { logarithms })
    }
}

/// The profile that suits a text (lower case) clearly better than all others, by its place.
pub(crate) fn detect<'a>(text: &str, profiles: impl Iterator<Item = &'a Profile>) -> Option<usize> {
    let mut scored: Vec<(usize, f32)> =
        profiles.enumerate().map(|(place, profile)| (place, profile.score(text))).collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    match scored.as_slice() {
        [only] => Some(only.0),
        [best, second, ..] => (best.1 - second.1 >= LEAD_MIN).then_some(best.0),
        [] => None,
    }
}

/// Sequences of one to three characters within words, with an edge on both sides.
fn each_bucket(text: &str, mut each: impl FnMut(usize)) {
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let chars: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
        for start in 0..chars.len() {
            let mut hash = 11;
            for &c in chars[start..].iter().take(3) {
                hash = mix(hash, u64::from(c));
                each(finish(hash) as usize % BUCKETS);
            }
        }
    }
}

/// The commonest words of a language; empty for those that we do not know.
fn common_words(language: &str) -> &'static str {
    match language {
        "en" => {
            "the of and to in is you that it for on are with as be at this have from or what when where how why can i my your we not do does will would please want need there which who"
        }
        "fr" => {
            "le la les de des du et à en est vous que qui pour dans sur avec ce cette je tu il elle nous mon ma mes votre ne pas plus quel quelle quels où quand comment pourquoi combien peux puis voudrais veux suis avez s'il plaît un une au aux"
        }
        "de" => {
            "der die das und zu in ist sie dass es für auf mit dem den ein eine einen ich du er wir mein meine nicht wie was wann wo warum kann können möchte will haben bitte von bei nach aus auch wer welche gibt"
        }
        "es" => {
            "el la los las de y a en es que para por con un una yo tú usted mi su no qué cuándo dónde cómo cuánto puedo quiero necesito tengo hay este esta del al se lo más gracias por favor"
        }
        "it" => {
            "il la lo gli le di e a in è che per con un una io tu lei mio mia non cosa quando dove come quanto posso voglio vorrei ho questo questa del della al alla si più grazie per favore sono"
        }
        "pt" => {
            "o a os as de e em é que para por com um uma eu você meu minha não quando onde como quanto posso quero preciso tenho este esta do da ao se mais obrigado por favor são está"
        }
        "nl" => {
            "de het een en van in is je dat op voor met als ik jij u wij mijn niet wat wanneer waar hoe waarom kan wil graag heb zijn aan naar uit ook wie welke er deze dit"
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_alone_tell_languages_apart() {
        let languages = ["en", "fr", "de", "es", "it", "nl", "pt"];
        let profiles: Vec<Profile> =
            languages.iter().map(|language| Profile::learn(language, [].into_iter())).collect();
        for (text, expected) in [
            ("where is the next train to the city", Some("en")),
            ("où est le prochain train pour la ville", Some("fr")),
            ("wo ist der nächste zug in die stadt", Some("de")),
            ("waar is de volgende trein naar de stad", Some("nl")),
            ("", None),
            ("12345", None),
        ] {
            let found = detect(text, profiles.iter()).map(|place| languages[place]);
            assert_eq!(found, expected, "{text}");
        }
    }
}
