//! Runs other programs and turns their failures into sentences.

use std::ffi::OsString;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// The cargo this tool was started by, or the one on the path.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Runs a program that may write to the terminal as it likes.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{} could not be started", name(command)))?;
    ensure!(status.success(), "{} failed ({status})", name(command));
    Ok(())
}

/// Runs a program and returns what it printed; what it complained of goes into the error.
pub fn output(command: &mut Command) -> Result<Vec<u8>> {
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("{} could not be started", name(command)))?;
    ensure!(
        output.status.success(),
        "{} failed ({}):\n{}",
        name(command),
        output.status,
        String::from_utf8_lossy(&output.stderr).trim_end()
    );
    Ok(output.stdout)
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
