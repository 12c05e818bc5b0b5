//! The primary of the database dies under load and its synchronous standby takes over, again and again.

use std::{path::PathBuf, time::Duration};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{
    cluster::{Cluster, Death},
    load::Load,
    look::{Report, look},
    server::{Server, Setup},
};

/// Engineers who push meanwhile.
const ENGINEERS: u64 = 4;
/// Acknowledgements before the next primary dies.
const BETWEEN: u64 = 40;

/// What is to be done.
pub struct Promotions {
    /// The server.
    pub program: PathBuf,
    /// An empty folder.
    pub folder: PathBuf,
    pub rounds: u64,
    pub seed: u64,
}

/// Kills the primary and promotes its standby so often, while the same server runs on; looks what stands in the end.
/// `after_each` hears of every promotion.
///
/// # Errors
/// PostgreSQL is missing, the server does not come back to work, or the work never gets done.
pub async fn promotions(asked: Promotions, mut after_each: impl FnMut()) -> anyhow::Result<Report> {
    let Promotions { program, folder, rounds, seed } = asked;
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut cluster = tokio::task::block_in_place(Cluster::start)?;
    let setup = Setup { program, folder, database: Some(cluster.address()), before: Vec::new() };
    let server = Server::start(setup)?;
    let load = Load::start(&server.address(), ENGINEERS, seed).await?;
    let deaths = [Death::Killed, Death::AllKilled, Death::Immediate];
    for round in 0..rounds {
        let (death, waits_for) = (deaths[chance.gen_range(0..3)], ["on", "remote_apply"][usize::from(round % 2 == 1)]);
        tokio::task::block_in_place(|| cluster.commits_wait_for(waits_for))?;
        load.until_more(BETWEEN).await?;
        tokio::time::sleep(Duration::from_millis(chance.gen_range(0..100))).await;
        tokio::task::block_in_place(|| {
            cluster.fail_over(death)?;
            cluster.follow()
        })?;
        load.until_more(BETWEEN).await?;
        after_each();
    }
    let (devices, progress) = load.finish().await?;
    look(rounds, &devices, &progress, &server.database()).await
}
