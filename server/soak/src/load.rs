//! Several engineers at work at the same time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, ensure};
use outside::{program::Program, visits::pulled};
use tokio::{task::JoinHandle, time::Instant};

use crate::{device::Device, queue::Progress};

/// The password of every log-in of the demo centre.
const PASSWORD: &str = "paidan-demo";

/// Engineers who act and push until they are told to end.
pub struct Load {
    pub progress: Arc<Progress>,
    is_to_end: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<Device>>,
}

impl Load {
    /// So many engineers begin to work at a server that has a demo centre.
    ///
    /// # Errors
    /// The centre has no customer.
    pub async fn start(address: &str, engineers: u64, seed: u64) -> anyhow::Result<Load> {
        let duty = Program::new(address).signed_in("duty", PASSWORD).await;
        let customer = pulled(&duty, "customer").await.into_iter().next().context("no customer")?;
        let mut load = Load { progress: Arc::default(), is_to_end: Arc::default(), tasks: Vec::new() };
        for number in 1..=engineers {
            let engineer = Program::new(address).signed_in(&format!("field{number}"), PASSWORD).await;
            let device = Device::open(&duty, engineer, customer.clone(), seed.wrapping_mul(1_000) + number).await;
            load.tasks.push(tokio::spawn(device.work(load.is_to_end.clone(), load.progress.clone())));
        }
        Ok(load)
    }

    /// Waits until something holds; an error when it does not in a minute.
    ///
    /// # Errors
    /// It did not come.
    pub async fn until(&self, what: &str, holds: impl Fn(&Progress) -> bool) -> anyhow::Result<()> {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !holds(&self.progress) {
            ensure!(Instant::now() < deadline, "in a minute not seen: {what}; {:?}", self.progress.otherwise());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    /// Waits for so many more acknowledgements.
    ///
    /// # Errors
    /// They did not come.
    pub async fn until_more(&self, acknowledged: u64) -> anyhow::Result<()> {
        let goal = self.progress.acknowledged() + acknowledged;
        self.until("work goes on", |progress| progress.acknowledged() >= goal).await
    }

    /// Nobody begins anything any more; returns when everything is delivered.
    ///
    /// # Errors
    /// It is not in two minutes, or a device panicked.
    pub async fn finish(self) -> anyhow::Result<(Vec<Device>, Arc<Progress>)> {
        self.is_to_end.store(true, Ordering::SeqCst);
        let mut devices = Vec::new();
        for task in self.tasks {
            let device = tokio::time::timeout(Duration::from_secs(120), task).await;
            devices.push(device.with_context(|| format!("never all delivered: {:?}", self.progress.otherwise()))??);
        }
        Ok((devices, self.progress))
    }
}
