//! What is kept of a person, and plans of namespaces, from the machine itself.

use std::collections::BTreeSet;

use clap::Args;
use model::{Namespace, UserId};
use serde_json::json;
use store::{Actor, AuditEntry, Plan};

use super::data::open;
use crate::commands::{Outcome, WrongUsage, block_on};
use crate::settings_args::StoreSettings;

/// A person in a namespace.
#[derive(Args)]
pub struct PersonArgs {
    #[command(flatten)]
    settings: StoreSettings,
    /// The namespace.
    #[arg(long)]
    namespace: Namespace,
    /// The user's id, as the channel gives it.
    #[arg(long)]
    user: String,
}

/// Whom to forget, and what bots may keep.
#[derive(Args)]
pub struct ForgetArgs {
    #[command(flatten)]
    person: PersonArgs,
    /// What bots learnt in the person's words and shall keep, by the ids that `palabre person`
    /// prints as `taught`. May be repeated.
    #[arg(long, value_name = "ID")]
    keep: Vec<String>,
}

/// The plan of a namespace.
#[derive(Args)]
pub struct PlanArgs {
    #[command(flatten)]
    settings: StoreSettings,
    /// The namespace.
    #[arg(long)]
    namespace: Namespace,
    /// `free` (100 requests per bot in any hour), `pro` (1,000), or another name with
    /// `--requests-per-hour`; `none` takes the plan away. Without it the plan is printed.
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    /// Requests per bot in any hour.
    #[arg(long, requires = "set", value_name = "NUMBER")]
    requests_per_hour: Option<u64>,
}

/// Prints everything that is kept of somebody, as JSON.
pub fn person(args: &PersonArgs) -> anyhow::Result<Outcome> {
    let user = UserId::new(&args.user)?;
    block_on(async {
        let store = open(&args.settings).await?;
        let record = store.person(&args.namespace, &user).await?;
        let taught = server::privacy::taught_by(&store, &args.namespace, &user).await?;
        let entry = AuditEntry {
            namespace: Some(&args.namespace),
            action: "user.exported",
            object: String::new(),
            before: None,
            after: Some(json!({"conversations": record.conversations.len()})),
        };
        store.audit(&Actor::command(), entry).await?;
        store.close().await;
        let mut all = serde_json::to_value(&record)?;
        all["taught"] = json!(taught);
        println!("{}", serde_json::to_string_pretty(&all)?);
        Ok(Outcome::Done)
    })
}

/// Forgets somebody, and prints how much went, as JSON.
pub fn forget(args: &ForgetArgs) -> anyhow::Result<Outcome> {
    let user = UserId::new(&args.person.user)?;
    let keep: BTreeSet<String> = args.keep.iter().cloned().collect();
    block_on(async {
        let store = open(&args.person.settings).await?;
        let namespace = &args.person.namespace;
        let by = Actor::command();
        let (gone, taught) = server::privacy::forget(&store, namespace, &user, &keep, &by).await?;
        store.close().await;
        let mut all = serde_json::to_value(gone)?;
        all["taught"] = json!(taught);
        println!("{}", serde_json::to_string_pretty(&all)?);
        Ok(Outcome::Done)
    })
}

/// Writes the database anew, so that nothing deleted is left in its files.
pub fn compact(settings: &StoreSettings) -> anyhow::Result<Outcome> {
    block_on(async {
        let store = open(settings).await?;
        store.compact().await?;
        store.close().await;
        eprintln!("The database was written anew.");
        Ok(Outcome::Done)
    })
}

/// Prints or sets the plan of a namespace.
pub fn plan(args: &PlanArgs) -> anyhow::Result<Outcome> {
    let plan = match (args.set.as_deref(), args.requests_per_hour) {
        (None, _) => None,
        (Some("none"), None) => Some(None),
        (Some(name), number) => Some(Some(Plan::named(name, number).ok_or_else(|| {
            WrongUsage(format!("how many requests has plan `{name}`? Add `--requests-per-hour`"))
        })?)),
    };
    block_on(async {
        let store = open(&args.settings).await?;
        if let Some(plan) = plan {
            store.set_plan(&args.namespace, plan.as_ref(), &Actor::command()).await?;
        }
        let now = store.plan(&args.namespace).await?;
        store.close().await;
        match now {
            Some(plan) => println!("{}: {} requests per hour", plan.name, plan.requests_per_hour),
            None => println!("none"),
        }
        Ok(Outcome::Done)
    })
}
