//! PostgreSQL's own programs: where they are, as whom they run, what they answer.

use std::{
    ffi::OsStr,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, bail, ensure};

/// PostgreSQL's programs, and the person they may run as: it refuses to run as root.
#[derive(Clone, Debug)]
pub struct Programs {
    folder: PathBuf,
    user: Option<(u32, u32)>,
}

impl Programs {
    /// The newest version that Debian installed, or whatever the path offers.
    ///
    /// # Errors
    /// There is none.
    pub fn find() -> anyhow::Result<Programs> {
        let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let newest = versions.map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").exists());
        let newest = newest.max_by_key(|bin| {
            let version = bin.parent().and_then(Path::file_name).and_then(OsStr::to_str);
            version.and_then(|version| version.parse::<u32>().ok())
        });
        let on_path = || {
            let path = std::env::var_os("PATH")?;
            std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
        };
        let folder = newest.or_else(on_path).context("PostgreSQL is missing: run end2end/tools/ensure.sh test")?;
        Ok(Programs { folder, user: not_root()? })
    }

    /// A program, to be run as that person and in a folder that it may enter.
    pub fn command(&self, name: &str, inside: &Path) -> Command {
        let mut command = Command::new(self.folder.join(name));
        command.current_dir(inside).stdin(Stdio::null());
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }

    /// Runs a program to its end.
    ///
    /// # Errors
    /// It fails; with what it said.
    pub fn run<S: AsRef<OsStr>>(&self, name: &str, inside: &Path, words: &[S]) -> anyhow::Result<String> {
        let output = self.command(name, inside).args(words).output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{name}: {said}");
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Runs a program that leaves another one behind, whose output nobody may wait for.
    ///
    /// # Errors
    /// It fails.
    pub fn run_aside<S: AsRef<OsStr>>(&self, name: &str, inside: &Path, words: &[S]) -> anyhow::Result<()> {
        let status = self.command(name, inside).args(words).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        ensure!(status.success(), "{name} fails: {status}");
        Ok(())
    }

    /// What a database answers to one statement after the other, one value a line.
    ///
    /// # Errors
    /// It does not.
    pub fn ask(&self, address: &str, statements: &[&str]) -> anyhow::Result<String> {
        let mut words = vec!["--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--dbname", address];
        words.extend(statements.iter().flat_map(|statement| ["--command", statement]));
        self.run("psql", Path::new("/"), &words)
    }

    /// Gives a folder to the person that the programs run as.
    ///
    /// # Errors
    /// It can't be given away.
    pub fn give(&self, folder: &Path) -> anyhow::Result<()> {
        let (user, group) = self.user.unzip();
        Ok(std::os::unix::fs::chown(folder, user, group)?)
    }
}

/// Makes an empty database beside another one; its address.
///
/// # Errors
/// PostgreSQL does not do it.
pub fn new_database(server: &str, name: &str) -> anyhow::Result<String> {
    let (base, _) = server.rsplit_once('/').context("a database in the address")?;
    Programs::find()?.ask(server, &[&format!("CREATE DATABASE {name}")])?;
    Ok(format!("{base}/{name}"))
}

/// Removes a database.
///
/// # Errors
/// PostgreSQL does not do it.
pub fn drop_database(server: &str, name: &str) -> anyhow::Result<()> {
    Programs::find()?.ask(server, &[&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")]).map(drop)
}

/// User and group for programs that root may not run; None for everybody else.
fn not_root() -> anyhow::Result<Option<(u32, u32)>> {
    let id = |words: &[&str]| -> anyhow::Result<u32> {
        let output = Command::new("id").args(words).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().parse()?)
    };
    if id(&["-u"])? != 0 {
        return Ok(None);
    }
    for user in ["postgres", "nobody"] {
        if let (Ok(number), Ok(group)) = (id(&["-u", user]), id(&["-g", user])) {
            return Ok(Some((number, group)));
        }
    }
    bail!("root may not run PostgreSQL, and there is neither a user postgres nor nobody")
}
