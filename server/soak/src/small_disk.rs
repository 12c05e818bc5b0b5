//! A disk of a few megabytes for one server: a file system in memory, in a namespace of its own.
//!
//! `unshare` makes the namespace: with a user namespace, which needs no right to mount, and where that is forbidden as
//! root without one. Nobody else sees the file system, and it goes with the process that holds it.

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, bail};

/// Mounts the file system, says so, and holds it until its input ends.
const HOLD: &str = r#"mount -t tmpfs -o "size=$2" tmpfs "$1" && echo mounted && exec cat >/dev/null"#;

/// A small disk.
pub struct SmallDisk {
    holder: Child,
    folder: PathBuf,
    has_own_users: bool,
}

impl SmallDisk {
    /// Mounts a file system of so many megabytes at a folder.
    ///
    /// # Errors
    /// This machine allows neither a user namespace nor a mount by root; with what it said.
    pub fn mount(folder: &Path, megabytes: u32) -> anyhow::Result<SmallDisk> {
        let mut said = String::new();
        for has_own_users in [true, false] {
            let mut command = Command::new("unshare");
            command.args(if has_own_users { &["--user", "--map-root-user", "--mount"][..] } else { &["--mount"] });
            command.args(["sh", "-c", HOLD, "sh"]).arg(folder).arg(format!("{megabytes}m"));
            let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
            let mut holder = child.context("there is no program unshare")?;
            let mut lines = BufReader::new(holder.stdout.take().context("its output")?).lines();
            if lines.next().is_some_and(|line| line.is_ok_and(|line| line == "mounted")) {
                return Ok(SmallDisk { holder, folder: folder.to_owned(), has_own_users });
            }
            said.push_str(&String::from_utf8_lossy(&holder.wait_with_output()?.stderr));
        }
        bail!(
            "a small file system can't be mounted here, so that a full disk can't be tried; it needs user namespaces \
             (sysctl kernel.unprivileged_userns_clone) or root with CAP_SYS_ADMIN: {said}"
        )
    }

    /// What stands before a program that is to see the disk.
    #[must_use]
    pub fn enter(&self) -> Vec<String> {
        let target = self.holder.id().to_string();
        let users = self.has_own_users.then_some(["--user", "--preserve-credentials"]).into_iter().flatten();
        let words = ["nsenter", "--target", &target].into_iter().chain(users).chain(["--mount", "--"]);
        words.map(str::to_owned).collect()
    }

    /// The folder as this process sees it.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        let inside = self.folder.strip_prefix("/").unwrap_or(&self.folder);
        PathBuf::from(format!("/proc/{}/root", self.holder.id())).join(inside)
    }

    /// Fills it to the last byte.
    ///
    /// # Errors
    /// Something else than a lack of space.
    pub fn fill(&self) -> anyhow::Result<()> {
        let mut ballast = File::create(self.ballast())?;
        for length in [1 << 16, 1 << 12, 1] {
            let piece = vec![0; length];
            while let Ok(()) = ballast.write_all(&piece) {}
        }
        match ballast.write_all(&[0]) {
            Err(error) if error.kind() == std::io::ErrorKind::StorageFull => Ok(()),
            Err(error) => Err(error.into()),
            Ok(()) => bail!("it never got full"),
        }
    }

    /// Makes room again.
    ///
    /// # Errors
    /// The file can't be removed.
    pub fn make_room(&self) -> anyhow::Result<()> {
        Ok(std::fs::remove_file(self.ballast())?)
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}
