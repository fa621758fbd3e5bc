//! The parts put together: start, serve, stop.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::serve::ListenerExt;
use metrics_exporter_prometheus::PrometheusHandle;
use model::{Clock, Secret, ValueReader, metric_names};
use outgoing::{Options, Outgoing};
use store::{KeyRing, Place, Retention, Role, Store, StoreOptions};
use tokio::sync::watch;

use crate::access::Access;
use crate::access::oidc::Oidc;
use crate::bot_api::{self, Programs};
use crate::bots::Bots;
use crate::config::Config;
use crate::connector_list::ConnectorList;
use crate::demo::Demo;
use crate::drafts::Drafts;
use crate::effects::Effects;
use crate::encoders::Encoding;
use crate::jobs::{self, Jobs};
use crate::limits::Limits;
use crate::mail::Mail;
use crate::streams::Streams;
use crate::system::{SystemClock, SystemRng};
use crate::tls::TlsListener;
use crate::turns::Turns;
use crate::{Error, auto_publish, file_bots, http, owner, safety, sample, telemetry};

/// Bots loaded before the server says that it is ready; the others are loaded when first needed.
const LOADED_AT_START_MAX: usize = 8;

/// How long running turns may take to end when the server stops.
const STOP_PATIENCE: Duration = Duration::from_secs(10);

/// How often what is too old is removed.
const SWEEP_EVERY: Duration = Duration::from_secs(600);

/// How often jobs of processes that died are looked for.
const ABANDONED_EVERY: Duration = Duration::from_secs(30);

/// How often the store's counters become metrics.
const COUNTERS_EVERY: Duration = Duration::from_secs(1);

/// What routes and workers share.
pub struct App {
    /// The configuration.
    pub config: Config,
    /// The storage.
    pub store: Store,
    /// The bots.
    pub bots: Bots,
    /// Who calls, and what they may do.
    pub access: Access,
    /// The OpenID provider that people may sign in with.
    pub oidc: Option<Oidc>,
    /// The drafts of bots that are worked on.
    pub drafts: Drafts,
    /// Mail to people.
    pub mail: Mail,
    /// Limits of the public API.
    pub limits: Limits,
    /// The programs that answer for bots.
    pub programs: Programs,
    /// The turns.
    pub turns: Turns,
    /// Long work.
    pub jobs: Jobs,
    /// The open event streams.
    pub streams: Streams,
    /// Renders metrics.
    pub metrics: PrometheusHandle,
    /// Becomes true when the server stops.
    pub stopping: watch::Sender<bool>,
}

impl App {
    /// The address of a link, for whoever it is for.
    pub fn link_url(&self, token: &str) -> String {
        owner::link_url(&self.config, token)
    }
}

/// Opens the store that a configuration names.
pub async fn open_store(config: &Config, role: Role) -> Result<Store, Error> {
    let place = match &config.database_url {
        Some(url) => Place::Postgres(Secret::new(url.clone())),
        None => Place::Folder(config.data.clone()),
    };
    let keys = match role {
        Role::Serve => KeyRing::load_or_create(&config.master_key_file)?,
        Role::Visit if config.master_key_file.exists() => KeyRing::load(&config.master_key_file)?,
        Role::Visit => KeyRing::load_or_create(&config.master_key_file)?,
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let mut options = StoreOptions::new(place, role, keys, clock, Box::new(SystemRng));
    options.encrypts_texts = config.encrypt_texts;
    Ok(Store::open(options).await?)
}

/// The platform at work: storage open, bots loaded, workers running. It listens to nothing by
/// itself: [`Platform::router`] is the whole of it as one service.
pub struct Platform {
    app: Arc<App>,
    workers: Vec<tokio::task::JoinHandle<()>>,
}

impl Platform {
    /// Starts the parts.
    pub async fn start(config: Config) -> Result<Self, Error> {
        let encoding = match config.encoder.as_str() {
            "" => None,
            _ => Some(Arc::new(Encoding::load(&config)?)),
        };
        let metrics = telemetry::start_metrics();
        let store = open_store(&config, Role::Serve).await?;
        let connectors = ConnectorList::new(&config);
        if let Err(refused) = safety::check_stored(&config, &store, connectors.all()).await {
            store.close().await;
            return Err(refused);
        }
        let values: Arc<dyn ValueReader> = Arc::new(values::Reader::new());
        let bots = Bots::new(store.clone(), values, encoding, connectors);
        let streams = Streams::default();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let access = Access::new(store.clone(), clock.clone());
        let mail = Mail::new(&config)?;
        let oidc = Oidc::new(&config)?;
        let limits = Limits::new(store.clone(), clock.clone());
        let allowed = config.outgoing_allow.clone();
        let outgoing =
            Outgoing::new(Options { allowed, closed: config.demo, ..Options::default() })
                .map_err(|error| Error::Refused(error.to_string()))?;
        let programs = Programs::new(
            store.clone(),
            bots.clone(),
            outgoing.clone(),
            clock.clone(),
            bot_api::Settings {
                frame_patience: Duration::from_millis(config.bot_api_timeout_ms),
                webhook_check: Duration::from_millis(config.bot_api_webhook_check_ms),
                with_history: config.bot_api_history,
            },
        );
        let effects = Effects::new(outgoing, programs.clone(), clock.clone());
        let turns = Turns::new(
            store.clone(),
            bots.clone(),
            streams.clone(),
            effects,
            clock,
            config.log_message_texts,
        );
        let (stopping, told) = watch::channel(false);
        let drafts = Drafts::new(store.clone(), bots.changed());
        let jobs = Jobs::new(store.clone(), told);
        let app = App {
            config,
            store,
            bots,
            access,
            mail,
            oidc,
            limits,
            drafts,
            programs,
            turns,
            jobs,
            streams,
            metrics,
            stopping,
        };
        let app = Arc::new(app);
        sample::import_when_empty(&app.store).await?;
        file_bots::import(&app.store, &app.config.bots).await?;
        app.bots.refresh().await.map_err(|error| Error::Refused(error.to_string()))?;
        load_first_bots(&app).await;
        let mut workers = start_workers(&app);
        if app.config.demo {
            workers.push(start_demo(&app).await?);
        }
        Ok(Self { app, workers })
    }

    /// The whole platform as one service.
    pub fn router(&self) -> axum::Router {
        http::router(self.app.clone())
    }

    /// Looks at once for what was published or changed beside it, instead of with the next look.
    pub async fn refresh(&self) -> Result<(), Error> {
        self.app.bots.refresh().await.map_err(|error| Error::Refused(error.to_string()))
    }

    /// Ends when the platform is told to stop.
    pub async fn told_to_stop(&self) {
        told(&self.app).await;
    }

    /// Stops: no new work, running turns end, storage closes.
    pub async fn stop(self) {
        self.app.stopping.send_replace(true);
        for worker in self.workers {
            // A worker that panicked has said so; the others still end in order.
            let _ended = worker.await;
        }
        tokio::join!(self.app.turns.finish(STOP_PATIENCE), self.app.jobs.finish(STOP_PATIENCE));
        self.app.programs.close();
        self.app.store.close().await;
    }
}

/// Ends when the app is told to stop.
fn told(app: &Arc<App>) -> impl Future<Output = ()> + use<> {
    let mut stop = app.stopping.subscribe();
    async move {
        // An error means that the app is gone, which is as good as told.
        let _told = stop.wait_for(|stopping| *stopping).await;
    }
}

/// Starts the platform and returns when it was told to stop and has stopped.
pub async fn serve(config: Config) -> Result<(), Error> {
    let started = Instant::now();
    telemetry::start_logging(&config)?;
    safety::check_settings(&config)?;
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .map_err(|reason| Error::Listen { address: config.listen, reason })?;
    let address = listener.local_addr().unwrap_or(config.listen);
    let platform = Platform::start(config).await?;
    let app = platform.app.clone();
    let signals = tokio::spawn({
        let app = app.clone();
        async move {
            stop_signal().await;
            tracing::info!("told to stop");
            app.stopping.send_replace(true);
        }
    });
    print_addresses(&app, address, started);
    if let Some(url) = owner::make_link(&app.config, &app.store, app.turns.now()).await?
        && let owner::Shown::Written(file) = owner::show_link(&app.config, &url)?
    {
        println!("  First owner        the link is in {}, for an hour\n", file.display());
    }
    let service = platform.router().into_make_service_with_connect_info::<SocketAddr>();
    let served: Pin<Box<dyn Future<Output = std::io::Result<()>> + Send>> =
        match (&app.config.tls_cert, &app.config.tls_key) {
            (Some(cert), Some(key)) => {
                let listener = TlsListener::new(listener, cert, key)?.tap_io(|_| {});
                Box::pin(
                    axum::serve(listener, service).with_graceful_shutdown(told(&app)).into_future(),
                )
            }
            _ => Box::pin(
                axum::serve(listener.tap_io(without_delay), service)
                    .with_graceful_shutdown(told(&app))
                    .into_future(),
            ),
        };
    tokio::select! {
        ended = served => if let Err(error) = ended {
            tracing::error!(%error, "the server ended");
        },
        // Connections that never end (a browser that keeps one open) do not hold the stop up.
        () = async {
            platform.told_to_stop().await;
            tokio::time::sleep(STOP_PATIENCE).await;
        } => tracing::warn!("connections were still open at the end"),
    }
    signals.abort();
    platform.stop().await;
    tracing::info!("stopped");
    Ok(())
}

/// Frames of programs are small and must not wait for more.
fn without_delay(stream: &mut tokio::net::TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its delay");
    }
}

async fn load_first_bots(app: &App) {
    for bot in app.bots.list().iter().take(LOADED_AT_START_MAX) {
        let environment = store::Environment::Live;
        if bot.live.is_some()
            && let Err(error) = app.bots.loaded(&bot.namespace, &bot.id, environment).await
        {
            tracing::error!(%error, bot = %bot.name, "bot could not be loaded");
        }
    }
}

fn start_workers(app: &Arc<App>) -> Vec<tokio::task::JoinHandle<()>> {
    let turns = {
        let (app, stop) = (app.clone(), told(app));
        tokio::spawn(async move { app.turns.work(stop).await })
    };
    let bots = {
        let (app, stop) = (app.clone(), told(app));
        tokio::spawn(async move { app.bots.follow(stop).await })
    };
    let files = {
        let (app, stop) = (app.clone(), told(app));
        tokio::spawn(async move { file_bots::follow(&app.store, &app.config.bots, stop).await })
    };
    let programs = {
        let (app, stop) = (app.clone(), told(app));
        tokio::spawn(async move { app.programs.follow(stop).await })
    };
    let publishing = {
        let (app, stop) = (app.clone(), told(app));
        tokio::spawn(async move { auto_publish::follow(&app, stop).await })
    };
    let upkeep = {
        let (app, stop) = (app.clone(), told(app));
        tokio::spawn(async move { upkeep(&app, stop).await })
    };
    vec![turns, bots, files, programs, publishing, upkeep]
}

/// Remembers what a demonstration begins with, and puts it back at every interval.
async fn start_demo(app: &Arc<App>) -> Result<tokio::task::JoinHandle<()>, Error> {
    let demo = Demo::begin(&app.store).await?;
    let every = Duration::from_secs(app.config.demo_reset_minutes.max(1) * 60);
    let (app, stop) = (app.clone(), told(app));
    Ok(tokio::spawn(async move { demo.keep_resetting(&app.store, every, stop).await }))
}

/// Removes what is too old, and shows the store's counters as metrics.
async fn upkeep(app: &App, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    let mut sweep = tokio::time::interval(SWEEP_EVERY);
    let mut abandoned = tokio::time::interval(ABANDONED_EVERY);
    let mut counters = tokio::time::interval(COUNTERS_EVERY);
    loop {
        tokio::select! {
            () = &mut stop => return,
            _ = sweep.tick() => match app.store.sweep(&Retention::default()).await {
                Ok(swept) if swept.more => sweep.reset_after(Duration::from_secs(1)),
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "old rows could not be removed"),
            },
            _ = abandoned.tick() => {
                let before = app.turns.now().plus_ms(-jobs::ABANDONED_MS);
                if let Err(error) = app.store.fail_abandoned_jobs(before).await {
                    tracing::warn!(%error, "abandoned jobs could not be looked for");
                }
            }
            _ = counters.tick() => {
                app.metrics.run_upkeep();
                if let Err(error) = app.store.reload_keys() {
                    tracing::error!(%error, "the master key file cannot be read; the keys stay");
                }
                publish_counters(app).await;
            }
        }
    }
}

/// Shows the store's counters as metrics.
pub async fn publish_counters(app: &App) {
    let counters = app.store.counters();
    metrics::counter!(metric_names::COMMITS_TOTAL).absolute(counters.commits);
    metrics::counter!(metric_names::COMMIT_OPERATIONS_TOTAL).absolute(counters.operations);
    if let Ok(state) = app.store.inbox_state().await {
        metrics::gauge!(metric_names::INBOX_DEPTH).set(state.waiting as f64);
    }
}

fn print_addresses(app: &App, address: SocketAddr, started: Instant) {
    let ready_ms = started.elapsed().as_millis() as u64;
    tracing::info!(%address, ready_ms, "ready");
    let base = app.config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    println!("Palabre is ready after {ready_ms} ms.\n");
    println!("  Talk to it         {base}/");
    for bot in app.bots.list() {
        if let Some(served) = app.bots.web_channel(&bot.id) {
            let name = format!("{}/{}", bot.namespace, bot.name);
            println!("  Web channel        {base}{}   ({name})", served.channel.path);
        }
    }
    println!("  HTTP API           {base}/doc/index.html");
    println!("  Health, metrics    {base}/health/ready  {base}/metrics\n");
}

/// Ends when the operating system tells the process to stop.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        },
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be heard; stop with Ctrl-C");
            let _interrupted = interrupted.await;
        }
    }
}
