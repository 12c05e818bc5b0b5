//! The server as a process: started, killed, started again where it was.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use anyhow::{Context, bail};
use rand::Rng;

/// How a server is run.
pub struct Setup {
    /// The program.
    pub program: PathBuf,
    /// Where its data, its log and what stands in for the browser's files lie.
    pub folder: PathBuf,
    /// `postgres://…`; None: SQLite in the folder.
    pub database: Option<String>,
    /// Words before the program, such as those that lead into another namespace.
    pub before: Vec<String>,
}

/// A server that is run.
pub struct Server {
    setup: Setup,
    port: u16,
    child: Option<Running>,
}

struct Running {
    child: Child,
    /// Kept open, as somebody who reads on.
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts a server on a free port; an empty database becomes a small demo centre.
    ///
    /// # Errors
    /// It does not start.
    pub fn start(setup: Setup) -> anyhow::Result<Server> {
        let script = setup.folder.join("site/pkg/paidan.js");
        std::fs::create_dir_all(script.parent().context("a folder")?)?;
        std::fs::write(script, "// No browser comes here.\n")?;
        let mut server = Server { setup, port: 0, child: None };
        let mut tries = 0;
        loop {
            // Below the ports that the system gives out by itself: a killed server finds its own free when it is back.
            server.port = rand::thread_rng().gen_range(20_000..30_000);
            match server.start_again() {
                Ok(()) => return Ok(server),
                Err(error) if tries == 4 => return Err(error),
                // The port may be somebody else's.
                Err(_) => tries += 1,
            }
        }
    }

    /// Starts it again at the same address, and waits until it listens.
    ///
    /// # Errors
    /// It does not start.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        self.kill();
        let Setup { program, folder, database, before } = &self.setup;
        let mut words = before.iter().map(PathBuf::from).chain([program.clone()]);
        let mut command = Command::new(words.next().context("a program")?);
        command.args(words).args(["--demo", "--demo-requests", "8", "--demo-engineers", "6", "--demo-customers", "10"]);
        command.arg("--addr").arg(format!("127.0.0.1:{}", self.port));
        command.arg("--data").arg(folder.join("data")).arg("--site").arg(folder.join("site"));
        match database {
            Some(database) => command.env("DATABASE_URL", database),
            None => command.env_remove("DATABASE_URL"),
        };
        let log = File::options().create(true).append(true).open(self.log())?;
        let mut child = command.env("RUST_LOG", "warn").stdout(Stdio::piped()).stderr(log).spawn()?;
        let mut output = BufReader::new(child.stdout.take().context("its output")?);
        let listens = output.by_ref().lines().map_while(Result::ok).any(|line| line.starts_with("Paidan listens on"));
        self.child = Some(Running { child, _output: output });
        if !listens {
            self.kill();
            let log = std::fs::read_to_string(self.log()).unwrap_or_default();
            let end: Vec<&str> = log.lines().rev().take(10).collect();
            bail!("the server does not start: {}", end.into_iter().rev().collect::<Vec<_>>().join("\n"));
        }
        Ok(())
    }

    /// As a power failure does it: nothing is finished, nothing is said.
    pub fn kill(&mut self) {
        if let Some(Running { mut child, .. }) = self.child.take() {
            // It may be gone already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Such as `http://127.0.0.1:23456`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What the store is opened with.
    #[must_use]
    pub fn database(&self) -> String {
        let file = || self.setup.folder.join("data/paidan.sqlite").to_string_lossy().into_owned();
        self.setup.database.clone().unwrap_or_else(file)
    }

    fn log(&self) -> PathBuf {
        log_in(&self.setup.folder)
    }
}

fn log_in(folder: &Path) -> PathBuf {
    folder.join("server.log")
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
