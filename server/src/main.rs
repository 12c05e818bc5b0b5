//! Starts the server: opens the database, fills a demo centre if asked, serves until told to stop.

use std::{net::SocketAddr, process::ExitCode, sync::Arc};

use anyhow::Context;
use api::{config::Config, startup};
use clap::Parser;
use server::commands::{self, Command, CommandLine, keep_anchors, keep_archive};
use server::{pages, papers::Press, router};
use service::{evidence::Verdict, live::Hub};

// A push makes and drops some thousand small values; the system's allocator was a sixth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| "warn,paidan=info,server=info,api=info,service=info,store=info".into()),
        )
        .with_writer(std::io::stderr)
        // A log that can't be written, as on a full disk, is no reason to stop: its complaint would go to the same place,
        // and panic there.
        .log_internal_errors(false)
        .init();
    let CommandLine { config, command } = CommandLine::parse();
    let done = match command {
        None => serve(config).await.map(|()| Verdict::Whole),
        Some(command) => carry_out(&config, command).await,
    };
    match done {
        Ok(Verdict::Whole) => ExitCode::SUCCESS,
        Ok(Verdict::Altered) => ExitCode::FAILURE,
        // 2 is for a command line that is not understood.
        Ok(Verdict::Incomplete) => ExitCode::from(3),
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "where it listens and how to sign in is what the operator starts it for")]
async fn serve(config: Config) -> anyhow::Result<()> {
    pages::check(&config)?;
    let service = startup::open(&config).await?;
    let welcome = startup::welcome(&config, &service).await?;
    tokio::spawn(service.clone().follow_changes());
    tokio::spawn(service.clone().run_jobs());
    tokio::spawn(keep_anchors(service.clone(), config.anchors()));
    tokio::spawn(keep_archive(service.clone()));
    let live = service.live.clone();
    let printer = Arc::new(Press::open(&config, &service)?);
    let router = router::router(&config, service, printer);
    let listener = tokio::net::TcpListener::bind(config.addr)
        .await
        .with_context(|| format!("nobody can listen on {}: is another server running there?", config.addr))?;
    let addr = listener.local_addr()?;
    println!("Paidan listens on http://{addr}");
    for line in welcome {
        println!("{line}");
    }
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(told_to_stop(live))
        .await?;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "what the operator asked for")]
async fn carry_out(config: &Config, command: Command) -> anyhow::Result<Verdict> {
    let (lines, verdict) = commands::run(config, command).await?;
    lines.iter().for_each(|line| println!("{line}"));
    Ok(verdict)
}

/// Ends when the process is asked to: requests under way are finished first (OPS-3).
async fn told_to_stop(live: Hub) {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    let terminate = async {
        if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            signal.recv().await;
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
    // Live connections never end by themselves; whoever listens comes back to the next server.
    live.end();
}
