//! The `palabre` command: the server and everything one does beside it.
//!
//! Exit status: 0 done, 1 the thing asked for failed or fell short, 2 wrong usage.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod commands;
mod settings_args;

use commands::{BotRef, Outcome};
use settings_args::{AllSettings, StoreSettings};

/// An open platform for conversational assistants, in one process.
#[derive(Parser)]
#[command(name = "palabre", version, about, subcommand_required = false)]
struct Cli {
    #[command(subcommand)]
    command: Option<CommandLine>,
}

#[derive(Subcommand)]
enum CommandLine {
    /// Start the platform (the default).
    Serve(AllSettings),
    /// Print every setting with its value, its origin and its meaning.
    Config {
        #[command(flatten)]
        settings: AllSettings,
        /// Instead, print the settings that a file of Tock's variables amounts to, as a
        /// `palabre.toml`, and say of each other variable where its job is done.
        #[arg(long, value_name = "FILE")]
        from_tock_env: Option<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Make a new link for the first owner, for an hour.
    OwnerLink(AllSettings),
    /// Make an owner, or give one a new password: it is read from standard input.
    OwnerCreate {
        #[command(flatten)]
        settings: StoreSettings,
        /// The owner's address of mail.
        email: String,
    },
    /// Add a new master key and encrypt all secrets anew with it, beside running servers.
    RotateKey {
        #[command(flatten)]
        settings: StoreSettings,
        /// Add no key: encrypt anew with the last one in the file.
        #[arg(long)]
        reseal: bool,
    },
    /// List the bots.
    Bots {
        #[command(flatten)]
        settings: StoreSettings,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the Bot API key of a bot.
    Keys {
        #[command(flatten)]
        settings: StoreSettings,
        /// The bot, as NAMESPACE/NAME.
        #[arg(long)]
        bot: BotRef,
        /// Make a new key first. The old one is refused from then on, and its sockets are closed.
        #[arg(long)]
        rotate: bool,
        /// Take over the key that programs already use; it is read from standard input.
        #[arg(long, conflicts_with = "rotate")]
        keep: bool,
    },
    /// Say how the program that answers for a bot is reached, or print that.
    Program {
        #[command(flatten)]
        settings: StoreSettings,
        /// The bot, as NAMESPACE/NAME.
        #[arg(long)]
        bot: BotRef,
        /// Where the program listens; `-` reads the address from standard input, so that it
        /// stays out of the list of processes.
        #[arg(long, value_name = "URL")]
        webhook: Option<String>,
        /// The program listens nowhere: it connects.
        #[arg(long, conflicts_with = "webhook")]
        no_webhook: bool,
        /// Whether a program without version that sends no entities means that none are left, as
        /// in Tock.
        #[arg(long, value_name = "true|false")]
        strict_entities: Option<bool>,
        /// The bot has no program any more: what it declared is forgotten.
        #[arg(long, conflicts_with_all = ["webhook", "no_webhook", "strict_entities"])]
        forget: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print what a user and the bots said to each other, oldest first.
    Conversations {
        #[command(flatten)]
        settings: StoreSettings,
        /// The user's id, as the channel gives it.
        #[arg(long)]
        user: String,
        /// Only with this bot, as NAMESPACE/NAME.
        #[arg(long)]
        bot: Option<BotRef>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print everything that is kept of a person, as JSON.
    Person(commands::people::PersonArgs),
    /// Forget a person: everything that they said and got, and what bots learnt in their words.
    Forget(commands::people::ForgetArgs),
    /// Write the database anew, so that nothing deleted is left in its files. Others wait meanwhile.
    Compact {
        #[command(flatten)]
        settings: StoreSettings,
    },
    /// Print or set the plan of a namespace: its requests per bot in any hour.
    Plan(commands::people::PlanArgs),
    /// Publish the draft of a bot as its next version.
    Publish {
        #[command(flatten)]
        settings: StoreSettings,
        /// The bot, as NAMESPACE/NAME.
        #[arg(long)]
        bot: BotRef,
    },
    /// Copy the database to a new file, while the platform serves.
    Backup {
        #[command(flatten)]
        settings: StoreSettings,
        /// The file to make.
        file: std::path::PathBuf,
        /// Copy the master key too, to FILE.master.key.
        #[arg(long)]
        with_key: bool,
    },
    /// Put a backup into an empty data folder.
    Restore {
        #[command(flatten)]
        settings: StoreSettings,
        /// The file that `palabre backup` made.
        file: std::path::PathBuf,
    },
    /// What could not be handled: list, show, replay, delete.
    DeadLetters {
        #[command(subcommand)]
        command: commands::dead_letters::DeadLetters,
    },
    /// Import a bot's folder, or a dump of another system: `import DIR`, `import tock FILE`.
    Import {
        #[command(flatten)]
        settings: StoreSettings,
        /// `DIR`, or `tock FILE`.
        #[arg(num_args = 1..=2, required = true, value_name = "SOURCE")]
        source: Vec<String>,
        /// For a sentences dump: the bot to add to, as NAMESPACE/NAME.
        #[arg(long)]
        bot: Option<BotRef>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write the draft of a bot to a folder, or its stories for Tock: `export DIR`,
    /// `export tock FILE`.
    Export {
        #[command(flatten)]
        settings: StoreSettings,
        /// The bot, as NAMESPACE/NAME.
        #[arg(long)]
        bot: BotRef,
        /// `DIR`, an empty or missing folder, or `tock FILE`.
        #[arg(num_args = 1..=2, required = true, value_name = "TARGET")]
        target: Vec<String>,
    },
    /// Report every mistake in a bot's folder.
    Check {
        /// The bot's folder.
        dir: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Run the dialogs of a bot's folder.
    Test {
        /// The bot's folder.
        dir: PathBuf,
        /// Only dialogs whose name holds this.
        #[arg(long)]
        only: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Measure how good a bot's understanding is, on sentences that it did not learn from.
    Eval(commands::eval::EvalArgs),
    /// Talk to a bot's folder in the terminal.
    Chat {
        /// The bot's folder.
        dir: PathBuf,
        /// The language to talk in; the bot's first otherwise.
        #[arg(long)]
        locale: Option<model::Locale>,
        /// Talk as a kind of channel does, and print what it would send.
        #[arg(long = "as", value_name = "CHANNEL")]
        kind: Option<model::ConnectorType>,
        /// Say beside each answer what was understood and decided, and why.
        #[arg(long)]
        explain: bool,
    },
    /// Say what a bot's folder understands of a sentence, and why.
    Explain {
        /// The bot's folder.
        dir: PathBuf,
        /// The sentence.
        sentence: String,
        /// Its language; the bot's first otherwise.
        #[arg(long)]
        locale: Option<model::Locale>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Read the dates, numbers, amounts … of a sentence.
    Values {
        /// The sentence.
        sentence: String,
        /// Its language.
        #[arg(long, default_value = "en")]
        locale: model::Locale,
        /// IANA name of the time zone.
        #[arg(long, default_value = "UTC")]
        zone: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the OpenAPI description of the platform's own routes.
    Openapi,
    /// Optional sentence encoders: list, install, remove.
    #[command(subcommand)]
    Models(commands::models::Models),
    /// Measure.
    #[command(subcommand)]
    Bench(bench::Bench),
}

fn main() -> ExitCode {
    let command = Cli::parse().command.unwrap_or_else(|| {
        match Cli::parse_from(["palabre", "serve"]).command {
            Some(command) => command,
            None => unreachable!("`serve` is a command"),
        }
    });
    match commands::run(command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::FellShort) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(if error.is::<commands::WrongUsage>() { 2 } else { 1 })
        }
    }
}
