//! `palabre eval`: how good a bot's understanding is.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, bail};
use clap::Args;
use model::{Bot, IntentName, Locale, Sentence, SentenceStatus};
use nlu::Speed;
use nlu::evaluation::{EvaluateOptions, Evaluation, compare, evaluate, report};
use serde_json::json;
use store::Store;

use super::data::{find, open};
use super::files::sound_bot;
use crate::commands::{BotRef, Outcome, block_on};
use crate::settings_args::StoreSettings;

/// What stands for "not understood" in a file of held-out sentences.
const UNKNOWN: &str = "(unknown)";

/// What `palabre eval` takes.
#[derive(Debug, Args)]
pub struct EvalArgs {
    #[command(flatten)]
    settings: StoreSettings,
    /// A bot's folder, or NAMESPACE/NAME for the draft of a bot of the database, or
    /// NAMESPACE/NAME@N for its version N.
    bot: BotSource,
    /// Another version to compare with, sentence by sentence: what BOT does better and worse.
    #[arg(long, value_name = "BOT")]
    against: Option<BotSource>,
    /// Measure on these sentences instead of cross-validating: a bot's folder, or a file with a
    /// sentence, a tab and its intent (`(unknown)` for none) on each line.
    #[arg(long, value_name = "PATH")]
    held_out: Option<PathBuf>,
    /// The language of a file of held-out sentences; the bot's first otherwise.
    #[arg(long)]
    locale: Option<Locale>,
    /// Parts of the cross-validation.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=20))]
    folds: u8,
    /// Decides which sentence falls into which part.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Train as for publishing; slower.
    #[arg(long)]
    full: bool,
    /// Leave the rejection curve out; about twice as fast.
    #[arg(long)]
    no_rejection: bool,
    /// Measure with growing shares of the sentences.
    #[arg(long)]
    learning_curve: bool,
    /// Print JSON, with every sentence.
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Print Markdown.
    #[arg(long)]
    markdown: bool,
}

/// Where a bot is.
#[derive(Debug, Clone)]
enum BotSource {
    Folder(PathBuf),
    Stored { bot: BotRef, version: Option<u64> },
}

impl FromStr for BotSource {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let folder = Path::new(text);
        if folder.is_dir() {
            return Ok(Self::Folder(folder.to_owned()));
        }
        let (name, version) = match text.rsplit_once('@') {
            Some((name, number)) => {
                let number = number.parse().map_err(|_| format!("`{number}` is no version"))?;
                (name, Some(number))
            }
            None => (text, None),
        };
        let bot = name
            .parse()
            .map_err(|error| format!("there is no folder `{text}`, and as a bot: {error}"))?;
        Ok(Self::Stored { bot, version })
    }
}

impl std::fmt::Display for BotSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Stored { bot, version: None } => write!(f, "{bot}"),
            Self::Stored { bot, version: Some(number) } => write!(f, "{bot}@{number}"),
        }
    }
}

/// Evaluates, and compares when there is something to compare with.
pub fn eval(args: &EvalArgs) -> anyhow::Result<Outcome> {
    let bot = read(args, &args.bot)?;
    let held_out = args.held_out.as_deref().map(|path| sentences(args, &bot, path)).transpose()?;
    let measured = measure(args, &args.bot, &bot, held_out.as_deref())?;
    let comparison = match &args.against {
        Some(other) => {
            let before = measure(args, other, &read(args, other)?, held_out.as_deref())?;
            Some(compare(&before, &measured))
        }
        None => None,
    };
    if args.json {
        let mut answer = json!({ "bot": args.bot.to_string(), "evaluation": measured });
        if let (Some(comparison), Some(against)) = (comparison, &args.against) {
            answer["against"] = json!(against.to_string());
            answer["comparison"] = json!(comparison);
        }
        println!("{answer}");
        return Ok(Outcome::Done);
    }
    let mut tables = report::of_evaluation(&measured);
    tables.extend(comparison.iter().flat_map(report::of_comparison));
    match args.markdown {
        true => print!("{}", report::markdown(&format!("Evaluation of {}", args.bot), &tables)),
        false => print!("{}", report::terminal(&tables)),
    }
    Ok(Outcome::Done)
}

fn measure(
    args: &EvalArgs,
    source: &BotSource,
    bot: &Bot,
    held_out: Option<&[Sentence]>,
) -> anyhow::Result<Evaluation> {
    let options = EvaluateOptions {
        folds: args.folds.into(),
        seed: args.seed,
        speed: if args.full { Speed::Full } else { Speed::Quick },
        rejection: !args.no_rejection,
        learning_curve: args.learning_curve,
    };
    let people = std::io::stderr().is_terminal();
    let mut progress = |done: usize, all: usize| {
        if people {
            eprint!("\r{source}: step {} of {all} ", done + 1);
            // A line that is not ended is shown only when it is flushed.
            let _shown = std::io::stderr().flush();
        }
        true
    };
    let measured = evaluate(bot, held_out, &options, &values::Reader::new(), &mut progress);
    if people {
        eprint!("\r\x1b[K");
    }
    let measured = measured.context("the evaluation was stopped")?;
    if measured.accuracy.n == 0 {
        bail!("`{source}` has no validated sentence to measure; write some, or import them");
    }
    Ok(measured)
}

fn read(args: &EvalArgs, source: &BotSource) -> anyhow::Result<Bot> {
    match source {
        BotSource::Folder(folder) => sound_bot(folder),
        BotSource::Stored { bot, version } => block_on(async {
            let store = open(&args.settings).await?;
            let read = stored(&store, bot, *version).await;
            store.close().await;
            read
        }),
    }
}

async fn stored(store: &Store, bot: &BotRef, version: Option<u64>) -> anyhow::Result<Bot> {
    let found = find(store, bot).await?;
    let Some(number) = version else {
        return Ok(store.draft(&found.namespace, &found.id).await?.bot);
    };
    let versions = store.versions(&found.namespace, &found.id).await?;
    let version = versions
        .iter()
        .find(|version| version.number == number)
        .with_context(|| format!("`{bot}` has no version {number}; it has {}", versions.len()))?;
    Ok(store.version(&found.namespace, &version.id).await?)
}

fn sentences(args: &EvalArgs, bot: &Bot, path: &Path) -> anyhow::Result<Vec<Sentence>> {
    if path.is_dir() {
        return Ok(sound_bot(path)?.sentences);
    }
    let content = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read `{}`", path.display()))?;
    labelled(&content, &bot.locale_for(args.locale.as_ref()))
        .with_context(|| format!("`{}` cannot be used", path.display()))
}

fn labelled(content: &str, locale: &Locale) -> anyhow::Result<Vec<Sentence>> {
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let (text, intent) = line.rsplit_once('\t').with_context(|| {
                format!("line {}: no tab; write the sentence, a tab, its intent", at + 1)
            })?;
            let intent = match intent.trim() {
                UNKNOWN => None,
                name => Some(IntentName::new(name).with_context(|| format!("line {}", at + 1))?),
            };
            Ok(Sentence {
                text: text.to_owned(),
                locale: locale.clone(),
                intent,
                entities: Vec::new(),
                status: SentenceStatus::Validated,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bots_are_folders_or_names_with_versions() {
        let shown = |text: &str| text.parse::<BotSource>().map(|source| source.to_string());
        assert_eq!(shown("src").unwrap(), "src");
        assert_eq!(shown("app/gare").unwrap(), "app/gare");
        assert_eq!(shown("app/gare@3").unwrap(), "app/gare@3");
        assert!(shown("app/gare@live").unwrap_err().contains("`live` is no version"));
        assert!(shown("nowhere").unwrap_err().contains("no folder `nowhere`"));
    }

    #[test]
    fn a_file_of_held_out_sentences_names_its_bad_line() {
        let read = labelled("hello\tgreet\n\nwho are you\t(unknown)\n", &Locale::en()).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[1].intent, None);
        let error = format!("{:#}", labelled("hello greet", &Locale::en()).unwrap_err());
        assert!(error.contains("line 1: no tab"), "{error}");
        let error = format!("{:#}", labelled("a\tb\nc\t?\n", &Locale::en()).unwrap_err());
        assert!(error.contains("line 2"), "{error}");
    }
}
