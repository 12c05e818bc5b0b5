//! A PostgreSQL primary with a synchronous standby, both of our own: killed, promoted, put together again.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::postgres::Programs;

/// How long a database may take to come up or to follow.
const PATIENCE: Duration = Duration::from_secs(30);

/// What both are set to. A commit is answered when the standby named `standby` has it too: whoever follows calls itself
/// so, and nothing else that reads along does.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
max_connections = 60
timezone = 'UTC'
wal_level = replica
hot_standby = on
max_wal_senders = 8
cluster_name = 'standby'
synchronous_standby_names = 'standby'
synchronous_commit = on
wal_retrieve_retry_interval = 200
# What a killed one leaves behind goes with its folder.
dynamic_shared_memory_type = mmap
";

/// How a primary dies.
#[derive(Clone, Copy, Debug)]
pub enum Death {
    /// SIGKILL for its first process; the others notice by themselves.
    Killed,
    /// SIGKILL for all its processes, as when the machine goes.
    AllKilled,
    /// `pg_ctl stop -m immediate`.
    Immediate,
}

/// A primary and its standby.
pub struct Cluster {
    programs: Programs,
    folder: TempDir,
    nodes: [Node; 2],
    primary: usize,
}

struct Node {
    name: &'static str,
    port: u16,
    child: Option<Child>,
}

impl Cluster {
    /// Makes a database `paidan` and a standby that has all of it.
    ///
    /// # Errors
    /// PostgreSQL is missing or does not do it.
    pub fn start() -> anyhow::Result<Cluster> {
        let programs = Programs::find()?;
        let folder = tempfile::Builder::new().prefix("paidan-cluster.").tempdir()?;
        programs.give(folder.path())?;
        let node = |name| -> anyhow::Result<Node> { Ok(Node { name, port: free_port()?, child: None }) };
        let nodes = [node("one")?, node("two")?];
        let mut cluster = Cluster { programs, folder, nodes, primary: 0 };
        let data = cluster.data(0);
        let words = ["--username=paidan", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"];
        let words = words.into_iter().map(PathBuf::from).chain([data.clone()]).collect::<Vec<_>>();
        cluster.programs.run("initdb", cluster.folder.path(), &words)?;
        let settings = data.join("postgresql.conf");
        let given = std::fs::read_to_string(&settings)?;
        std::fs::write(&settings, given + SETTINGS)?;
        cluster.run(0)?;
        // Nobody follows yet, so that nothing that waits for somebody would ever end.
        cluster.ask_at(0, "postgres", &["SET synchronous_commit = local", "CREATE DATABASE paidan"])?;
        cluster.follow()?;
        Ok(cluster)
    }

    /// The address that names both.
    #[must_use]
    pub fn address(&self) -> String {
        let [one, two] = &self.nodes;
        format!("postgres://paidan@127.0.0.1:{},127.0.0.1:{}/paidan", one.port, two.port)
    }

    /// Sets how much a commit waits for: `on` (the standby has it on disk) or `remote_apply` (and shows it).
    ///
    /// # Errors
    /// The primary does not do it.
    pub fn commits_wait_for(&self, what: &str) -> anyhow::Result<()> {
        let statement = format!("ALTER SYSTEM SET synchronous_commit = '{what}'");
        self.ask_at(self.primary, "paidan", &[&statement, "SELECT pg_reload_conf()"]).map(drop)
    }

    /// Kills the primary and promotes its standby.
    ///
    /// # Errors
    /// The standby does not become the primary.
    pub fn fail_over(&mut self, death: Death) -> anyhow::Result<()> {
        let data = self.data(self.primary);
        let dead = &mut self.nodes[self.primary];
        let child = dead.child.as_mut().context("a primary")?;
        let others = children_of(child.id());
        match death {
            Death::Killed => child.kill()?,
            Death::AllKilled => {
                child.kill()?;
                end(&others);
            }
            Death::Immediate => {
                let words = ["stop", "--mode=immediate", "--silent", "--no-wait", "--pgdata"].map(PathBuf::from);
                let words: Vec<PathBuf> = words.into_iter().chain([data]).collect();
                self.programs.run_aside("pg_ctl", self.folder.path(), &words)?;
            }
        }
        let standby = 1 - self.primary;
        let words = ["promote", "--wait", "--silent", "--pgdata"].map(PathBuf::from);
        let words: Vec<PathBuf> = words.into_iter().chain([self.data(standby)]).collect();
        self.programs.run_aside("pg_ctl", self.folder.path(), &words)?;
        // What the dead one left behind may not write into the folder of its successor.
        end(&others);
        if let Some(mut child) = self.nodes[self.primary].child.take() {
            child.wait()?;
        }
        self.primary = standby;
        Ok(())
    }

    /// Makes the other one a standby of the primary, from nothing, and waits until commits wait for it.
    ///
    /// # Errors
    /// It does not follow.
    pub fn follow(&mut self) -> anyhow::Result<()> {
        let standby = 1 - self.primary;
        let data = self.data(standby);
        if data.exists() {
            release_memory(&data);
            std::fs::remove_dir_all(&data)?;
        }
        let primary = format!("host=127.0.0.1 port={} user=paidan", self.nodes[self.primary].port);
        let words = ["--checkpoint=fast", "--no-sync", "--write-recovery-conf", "--dbname", &primary, "--pgdata"];
        let words: Vec<PathBuf> = words.into_iter().map(PathBuf::from).chain([data]).collect();
        self.programs.run("pg_basebackup", self.folder.path(), &words)?;
        self.run(standby)?;
        let question = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
        self.until("the standby follows", || Ok(self.ask_at(self.primary, "paidan", &[question])? == "1"))
    }

    fn run(&mut self, which: usize) -> anyhow::Result<()> {
        let (data, log) = (self.data(which), self.folder.path().join(self.nodes[which].name).with_extension("log"));
        let log = std::fs::File::options().create(true).append(true).open(log)?;
        let port = self.nodes[which].port.to_string();
        let mut command = self.programs.command("postgres", self.folder.path());
        command.arg("-D").arg(data).args(["-p", &port, "-k"]).arg(self.folder.path());
        self.nodes[which].child = Some(command.stdout(log.try_clone()?).stderr(log).spawn()?);
        self.until("it answers", || Ok(self.ask_at(which, "postgres", &["SELECT 1"]).is_ok()))
    }

    fn until(&self, what: &str, holds: impl Fn() -> anyhow::Result<bool>) -> anyhow::Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !holds()? {
            if Instant::now() > deadline {
                let log = |node: &Node| {
                    let file = self.folder.path().join(node.name).with_extension("log");
                    std::fs::read_to_string(file).unwrap_or_default()
                };
                bail!("PostgreSQL: not seen that {what}\n{}\n{}", log(&self.nodes[0]), log(&self.nodes[1]));
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn ask_at(&self, which: usize, database: &str, statements: &[&str]) -> anyhow::Result<String> {
        let address = format!("postgres://paidan@127.0.0.1:{}/{database}", self.nodes[which].port);
        self.programs.ask(&address, statements)
    }

    fn data(&self, which: usize) -> PathBuf {
        self.folder.path().join(self.nodes[which].name)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for child in self.nodes.iter_mut().filter_map(|node| node.child.as_mut()) {
            let others = children_of(child.id());
            // It may be gone already.
            let _ = child.kill();
            let _ = child.wait();
            end(&others);
        }
        (0..2).for_each(|which| release_memory(&self.data(which)));
    }
}

/// A port that was free a moment ago, below those that the system gives out by itself.
fn free_port() -> anyhow::Result<u16> {
    use rand::Rng;
    for _ in 0..50 {
        let port = rand::thread_rng().gen_range(20_000..30_000);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no port is free")
}

/// The processes that a process has started.
fn children_of(parent: u32) -> Vec<u32> {
    let tasks = std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap_or_default();
    tasks.split_whitespace().filter_map(|id| id.parse().ok()).collect()
}

/// Ends processes of a database that is dead; those that are gone already are no error.
fn end(processes: &[u32]) {
    let ours = processes
        .iter()
        .filter(|id| std::fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|name| name.trim() == "postgres"));
    let ours: Vec<String> = ours.map(u32::to_string).collect();
    if !ours.is_empty() {
        let _ = Command::new("kill").arg("-KILL").args(ours).stderr(Stdio::null()).status();
    }
}

/// A database that was killed leaves a piece of shared memory behind, which no folder takes along: the seventh line of
/// its note names it.
fn release_memory(data: &Path) {
    let note = std::fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
    if let Some(id) = note.lines().nth(6).and_then(|line| line.split_whitespace().nth(1)) {
        // Whoever still uses it keeps it: it is only marked.
        let _ = Command::new("ipcrm").args(["-m", id]).stderr(Stdio::null()).status();
    }
}
