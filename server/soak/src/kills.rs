//! `kill -9` of the server under load, again and again, each time at a moment that the seed decides.

use std::{path::PathBuf, time::Duration};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{
    load::Load,
    look::{Report, look},
    server::{Server, Setup},
};

/// Engineers who push meanwhile.
const ENGINEERS: u64 = 4;
/// A server lives at most so long, in milliseconds.
const A_LIFE: u64 = 350;

/// What is to be done.
pub struct Kills {
    /// The server.
    pub program: PathBuf,
    /// An empty folder.
    pub folder: PathBuf,
    /// `postgres://…`; None: SQLite in the folder.
    pub database: Option<String>,
    pub rounds: u64,
    pub seed: u64,
}

/// Kills the server so often, and looks what stands in the end. `after_each` hears of every kill.
///
/// # Errors
/// The server does not start, or the work never gets done.
pub async fn kills(asked: Kills, mut after_each: impl FnMut()) -> anyhow::Result<Report> {
    let Kills { program, folder, database, rounds, seed } = asked;
    let mut moments = ChaCha8Rng::seed_from_u64(seed);
    let mut server = Server::start(Setup { program, folder, database, before: Vec::new() })?;
    let load = Load::start(&server.address(), ENGINEERS, seed).await?;
    load.until_more(20).await?;
    for _ in 0..rounds {
        tokio::time::sleep(Duration::from_millis(moments.gen_range(0..A_LIFE))).await;
        server.kill();
        tokio::task::block_in_place(|| server.start_again())?;
        after_each();
    }
    let (devices, progress) = load.finish().await?;
    look(rounds, &devices, &progress, &server.database()).await
}
