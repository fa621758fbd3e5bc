//! Long work with progress.

use model::{BotId, Job, JobId, JobState, Namespace, Problem, Timestamp};

use crate::inbox::{from_json, json};
use crate::sql::{Row, Session, args};
use crate::{Error, Result, Store};

const STATES: [(JobState, &str); 5] = [
    (JobState::Waiting, "waiting"),
    (JobState::Running, "running"),
    (JobState::Succeeded, "succeeded"),
    (JobState::Failed, "failed"),
    (JobState::Cancelled, "cancelled"),
];

fn state_name(state: JobState) -> &'static str {
    STATES.iter().find(|(known, _)| *known == state).map_or("failed", |(_, name)| name)
}

macro_rules! job_columns {
    () => {
        "select id, kind, state, done, total, result, problem, created_at, cancel, \
         bot from jobs "
    };
}

fn read(row: &Row) -> Result<Job> {
    let id: JobId = row.id(0)?;
    let state = row.text(2)?;
    let state =
        STATES.iter().find(|(_, name)| *name == state).map(|(state, _)| *state).ok_or_else(
            || Error::corrupt("job", id.as_str(), format!("unknown state `{state}`")),
        )?;
    let result: Option<String> = row.get(5)?;
    let problem: Option<String> = row.get(6)?;
    let bot: Option<String> = row.get(9)?;
    Ok(Job {
        kind: row.text(1)?,
        state,
        done: row.number(3)? as u64,
        total: row.number(4)? as u64,
        result: result.map(|text| from_json("job", id.as_str(), &text)).transpose()?,
        problem: problem.map(|text| from_json("job", id.as_str(), &text)).transpose()?,
        created_at: row.at(7)?,
        cancel: row.get(8)?,
        bot: bot.map(|bot| parse_bot(&id, &bot)).transpose()?,
        id,
    })
}

fn parse_bot(job: &JobId, bot: &str) -> Result<BotId> {
    bot.parse()
        .map_err(|error: model::InvalidId| Error::corrupt("job", job.as_str(), error.to_string()))
}

async fn find(session: &mut Session<'_>, namespace: &Namespace, id: &JobId) -> Result<Option<Job>> {
    session
        .row(
            concat!(job_columns!(), "where namespace = $1 and id = $2"),
            args![namespace.as_str(), id.as_str()],
        )
        .await?
        .map(|row| read(&row))
        .transpose()
}

impl Store {
    /// Asks for long work, perhaps about a bot. It is `waiting` until somebody starts it.
    pub async fn create_job(
        &self,
        namespace: &Namespace,
        bot: Option<&BotId>,
        kind: &str,
        total: u64,
    ) -> Result<Job> {
        let id = self.random(JobId::random);
        let now = self.now();
        let mut transaction = self.inner.database.begin().await?;
        transaction
            .session()
            .execute(
                "insert into jobs (id, namespace, kind, state, done, total, cancel, created_at, \
                 changed_at, bot) values ($1, $2, $3, 'waiting', 0, $4, $5, $6, $6, $7)",
                args![
                    id.as_str(),
                    namespace.as_str(),
                    kind,
                    total as i64,
                    false,
                    now,
                    bot.map(ToString::to_string),
                ],
            )
            .await?;
        transaction.commit().await?;
        self.job(namespace, &id).await?.ok_or_else(|| Error::not_found("job", id.as_str()))
    }

    /// Says how far a job is, and that it runs. Returns the job: its `cancel` says whether
    /// somebody asked it to stop.
    pub async fn job_progress(
        &self,
        namespace: &Namespace,
        id: &JobId,
        done: u64,
        total: u64,
    ) -> Result<Job> {
        self.change_job(
            namespace,
            id,
            "update jobs set state = 'running', done = $3, total = $4, changed_at = $5 \
             where namespace = $1 and id = $2 and state in ('waiting', 'running')",
            args![namespace.as_str(), id.as_str(), done as i64, total as i64, self.now()],
        )
        .await
    }

    /// Says that somebody still cares for a job that has not begun. Returns the job.
    pub async fn keep_job(&self, namespace: &Namespace, id: &JobId) -> Result<Job> {
        self.change_job(
            namespace,
            id,
            "update jobs set changed_at = $3 where namespace = $1 and id = $2 \
             and state in ('waiting', 'running')",
            args![namespace.as_str(), id.as_str(), self.now()],
        )
        .await
    }

    /// Fails the jobs that nobody has cared for since `before`: their process died. Returns how
    /// many. Node-internal.
    pub async fn fail_abandoned_jobs(&self, before: Timestamp) -> Result<u64> {
        let problem = Problem::new(
            500,
            "abandoned",
            "Abandoned",
            "the process that did this work ended before it was done; ask for it again",
        );
        let mut transaction = self.inner.database.begin().await?;
        let failed = transaction
            .session()
            .execute(
                "update jobs set state = 'failed', problem = $1, changed_at = $2 \
                 where state in ('waiting', 'running') and changed_at < $3",
                args![json("problem", &problem)?, self.now(), before],
            )
            .await?;
        transaction.commit().await?;
        Ok(failed)
    }

    /// Ends a job: with a result, with a problem, or cancelled when somebody asked and there is
    /// no result (`Err(None)`).
    pub async fn finish_job(
        &self,
        namespace: &Namespace,
        id: &JobId,
        outcome: std::result::Result<serde_json::Value, Option<Problem>>,
    ) -> Result<Job> {
        let (state, result, problem) = match outcome {
            Ok(result) => (JobState::Succeeded, Some(json("result", &result)?), None),
            Err(Some(problem)) => (JobState::Failed, None, Some(json("problem", &problem)?)),
            Err(None) => (JobState::Cancelled, None, None),
        };
        self.change_job(
            namespace,
            id,
            "update jobs set state = $3, result = $4, problem = $5, changed_at = $6 \
             where namespace = $1 and id = $2 and state in ('waiting', 'running')",
            args![namespace.as_str(), id.as_str(), state_name(state), result, problem, self.now()],
        )
        .await
    }

    /// Asks a job to stop. One that has not begun is over at once.
    pub async fn cancel_job(&self, namespace: &Namespace, id: &JobId) -> Result<Job> {
        self.change_job(
            namespace,
            id,
            "update jobs set cancel = $3, changed_at = $4, \
             state = case when state = 'waiting' then 'cancelled' else state end \
             where namespace = $1 and id = $2 and state in ('waiting', 'running')",
            args![namespace.as_str(), id.as_str(), true, self.now()],
        )
        .await
    }

    /// A job.
    pub async fn job(&self, namespace: &Namespace, id: &JobId) -> Result<Option<Job>> {
        let mut reader = self.inner.database.reader().await?;
        find(&mut reader.session(), namespace, id).await
    }

    /// The jobs of one kind about a bot, newest first.
    pub async fn bot_jobs(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        kind: &str,
        limit: usize,
    ) -> Result<Vec<Job>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                concat!(
                    job_columns!(),
                    "where namespace = $1 and bot = $2 and kind = $3 \
                     order by created_at desc, id desc limit $4"
                ),
                args![namespace.as_str(), bot.as_str(), kind, limit as i64],
            )
            .await?
            .iter()
            .map(read)
            .collect()
    }

    /// The jobs of a namespace, newest first.
    pub async fn jobs(&self, namespace: &Namespace, limit: usize) -> Result<Vec<Job>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                concat!(
                    job_columns!(),
                    "where namespace = $1 order by created_at desc, id desc limit $2"
                ),
                args![namespace.as_str(), limit as i64],
            )
            .await?
            .iter()
            .map(read)
            .collect()
    }

    /// A job that has ended stays as it is.
    async fn change_job(
        &self,
        namespace: &Namespace,
        id: &JobId,
        sql: &'static str,
        args: Vec<crate::sql::Arg>,
    ) -> Result<Job> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        session.execute(sql, args).await?;
        let job = find(&mut session, namespace, id)
            .await?
            .ok_or_else(|| Error::not_found("job", id.as_str()))?;
        transaction.commit().await?;
        Ok(job)
    }
}
