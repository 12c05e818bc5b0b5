//! The one writer of a node: work that waits at the same time shares a transaction and its wait for the disk.
//!
//! Each piece of work has a savepoint of its own, so that one that fails takes nothing else with it. Changes are
//! numbered as the last step before the commit (see `changes`).

use std::{future::Future, panic::AssertUnwindSafe, pin::Pin, sync::Arc};

use futures::{FutureExt, future::BoxFuture};
use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    Conn, Db, Link, NewChange, Result, StoreError,
    changes::{self},
    disk::Disk,
    gathered::Gathered,
};

/// Pieces of work that share one commit at most.
const GROUP: usize = 64;
/// Pieces of work that may wait.
const QUEUE: usize = 4096;

/// A transaction under way. Reading works through it too: it sees what was written before in the same transaction.
pub struct Tx {
    pub(crate) conn: Conn,
    pub(crate) pending: Vec<NewChange>,
}

impl Tx {
    /// The connection, for functions that read.
    pub fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    /// Records a change; it gets its number when the transaction commits.
    pub fn record(&mut self, change: NewChange) {
        self.pending.push(change);
    }
}

type Work = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<()>> + Send>;
type Opener = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Conn>> + Send>> + Send + Sync>;

struct Piece {
    work: Work,
    done: oneshot::Sender<Result<()>>,
}

/// Where work is handed in.
#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Piece>,
    committed: watch::Sender<i64>,
}

impl Writer {
    pub(crate) fn start<F, O>(disk: Arc<dyn Disk>, open: F) -> Self
    where
        F: Fn() -> O + Send + Sync + 'static,
        O: Future<Output = Result<Conn>> + Send + 'static,
    {
        let (queue, receiver) = mpsc::channel(QUEUE);
        let committed = watch::Sender::new(0);
        let open: Opener = Arc::new(move || Box::pin(open()));
        tokio::spawn(run(receiver, disk, open, committed.clone()));
        Self { queue, committed }
    }
}

impl Db {
    /// Runs `work` in a transaction and returns its result when that has been committed and is on disk.
    ///
    /// When `work` returns an error, nothing it did is kept.
    ///
    /// # Errors
    /// The work's own error, or that the transaction did not commit.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let (done, finished) = oneshot::channel();
        let (result_in, result_out) = oneshot::channel();
        let work: Work = Box::new(move |tx| {
            Box::pin(async move {
                let value = work(tx).await?;
                // The receiver may have gone away: the work counts all the same.
                let _ = result_in.send(value);
                Ok(())
            })
        });
        self.writer.queue.send(Piece { work, done }).await.map_err(|_| StoreError::Stopped)?;
        finished.await.map_err(|_| StoreError::Stopped)??;
        result_out.await.map_err(|_| StoreError::Stopped)
    }

    /// The number of the last change committed by this node; wakes whoever waits for news.
    #[must_use]
    pub fn committed(&self) -> watch::Receiver<i64> {
        self.writer.committed.subscribe()
    }
}

async fn run(mut queue: mpsc::Receiver<Piece>, disk: Arc<dyn Disk>, open: Opener, committed: watch::Sender<i64>) {
    let mut conn: Option<Conn> = None;
    while let Some(first) = queue.recv().await {
        let mut group = vec![first];
        while group.len() < GROUP {
            let Ok(piece) = queue.try_recv() else { break };
            group.push(piece);
        }
        let ready = match conn.take() {
            Some(conn) => Ok(conn),
            None => open().await,
        };
        match ready {
            Ok(ready) => conn = commit_group(ready, &*disk, group, &committed).await,
            Err(error) => refuse(group.into_iter().map(|piece| piece.done), &error),
        }
    }
}

/// Commits a group; the connection comes back unless it can no longer be trusted.
async fn commit_group(conn: Conn, disk: &dyn Disk, group: Vec<Piece>, committed: &watch::Sender<i64>) -> Option<Conn> {
    let mut tx = Tx { conn, pending: Vec::new() };
    let mut succeeded = Vec::with_capacity(group.len());
    let mut failed = Vec::new();
    let outcome = work_through(&mut tx, disk, group, &mut succeeded, &mut failed).await;
    match outcome {
        Ok(seq) => {
            // First the number, so that whoever hears of the commit finds it there.
            if let Some(seq) = seq {
                committed.send_if_modified(|last| {
                    let newer = seq > *last;
                    *last = seq.max(*last);
                    newer
                });
            }
            for done in succeeded {
                let _ = done.send(Ok(()));
            }
            for (done, error) in failed {
                let _ = done.send(Err(error));
            }
            Some(tx.conn)
        }
        Err(error) => {
            tracing::error!(%error, "a group of changes was not committed");
            refuse(succeeded.into_iter().chain(failed.into_iter().map(|(done, _)| done)), &error);
            match tx.conn.run("ROLLBACK").await {
                Ok(()) => Some(tx.conn),
                // SQLite rolls back by itself when the disk is full; any other connection in doubt is given up.
                Err(_) if matches!(tx.conn.link, Link::Sqlite(_)) => Some(tx.conn),
                Err(_) => None,
            }
        }
    }
}

type Failed = Vec<(oneshot::Sender<Result<()>>, StoreError)>;

async fn work_through(
    tx: &mut Tx,
    disk: &dyn Disk,
    group: Vec<Piece>,
    succeeded: &mut Vec<oneshot::Sender<Result<()>>>,
    failed: &mut Failed,
) -> Result<Option<i64>> {
    let mut group = group.into_iter();
    let begin = tx.conn.begin();
    if let Err(error) = tx.conn.run(begin).await {
        succeeded.extend(group.map(|piece| piece.done));
        return Err(error);
    }
    while let Some(piece) = group.next() {
        let before = tx.pending.len();
        let outcome = one(tx, piece.work).await;
        match outcome {
            Ok(Ok(())) => succeeded.push(piece.done),
            Ok(Err(error)) => {
                tx.pending.truncate(before);
                failed.push((piece.done, error));
            }
            // The transaction itself is broken: nobody of the group gets anything.
            Err(error) => {
                succeeded.push(piece.done);
                succeeded.extend(group.map(|piece| piece.done));
                return Err(error);
            }
        }
    }
    if planted::is("acknowledged_before_commit") {
        for done in succeeded.drain(..) {
            let _ = done.send(Ok(()));
        }
    }
    let pending = std::mem::take(&mut tx.pending);
    if planted::is("changes_in_a_second_transaction") {
        disk.before_commit().await?;
        tx.conn.run("COMMIT").await?;
        disk.after_commit().await;
        tx.conn.run(begin).await?;
    }
    let seq = if pending.is_empty() { None } else { Some(changes::number(&mut tx.conn, pending).await?) };
    disk.before_commit().await?;
    tx.conn.run("COMMIT").await?;
    disk.after_commit().await;
    Ok(seq)
}

/// One piece of work in its savepoint. The outer error means that the transaction is lost.
async fn one(tx: &mut Tx, work: Work) -> Result<Result<()>> {
    tx.conn.run("SAVEPOINT piece").await?;
    let mut done = attempt(tx, work).await;
    if done.is_ok() {
        done = tx.conn.settle().await;
    }
    tx.conn.gathered = Gathered::default();
    if done.is_ok() {
        // PostgreSQL refuses here when the work has passed over an error of a statement.
        done = tx.conn.run("RELEASE SAVEPOINT piece").await;
    }
    if done.is_err() {
        tx.conn.run("ROLLBACK TO SAVEPOINT piece").await?;
        tx.conn.run("RELEASE SAVEPOINT piece").await?;
    }
    Ok(done)
}

/// Runs the work. A panic in it is its own failure: the writer goes on for everybody else.
async fn attempt(tx: &mut Tx, work: Work) -> Result<()> {
    let caught = AssertUnwindSafe(async { work(tx).await }).catch_unwind().await;
    caught.unwrap_or_else(|_| Err(StoreError::NotCommitted("the work panicked".to_owned())))
}

fn refuse(waiting: impl Iterator<Item = oneshot::Sender<Result<()>>>, error: &StoreError) {
    for done in waiting {
        let _ = done.send(Err(StoreError::NotCommitted(error.to_string())));
    }
}
