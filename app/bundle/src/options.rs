//! What the command line asks for.

use anyhow::{Result, bail};

/// Shown for `--help`.
pub const USAGE: &str = "\
Usage: bundle [--release]

Builds what the browser loads and puts it into <target>/site.

  --release  optimise for size and compress as far as it goes; takes minutes";

/// The command line, understood.
pub enum Request {
    Help,
    Build(Mode),
}

/// Which of the two trades between build time and size to make.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Dev,
    Release,
}

impl Mode {
    /// The folder cargo gives the matching server build, and the name the report uses.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Dev => "debug",
            Mode::Release => "release",
        }
    }

    /// The profile in the root Cargo.toml that the app is compiled with.
    pub fn wasm_profile(self) -> &'static str {
        match self {
            Mode::Dev => "wasm-dev",
            Mode::Release => "wasm-release",
        }
    }

    /// Brotli's quality, 0 to 11.
    pub fn brotli_quality(self) -> i32 {
        match self {
            Mode::Dev => 5,
            Mode::Release => 11,
        }
    }
}

/// Reads the arguments after the program's name.
pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Request> {
    let mut mode = Mode::Dev;
    for argument in arguments {
        match argument.as_str() {
            "--release" => mode = Mode::Release,
            "--help" | "-h" => return Ok(Request::Help),
            other => bail!("the argument {other:?} is not known\n\n{USAGE}"),
        }
    }
    Ok(Request::Build(mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Request> {
        parse(arguments.iter().map(ToString::to_string))
    }

    #[test]
    fn a_plain_call_builds_for_development() {
        assert!(matches!(parsed(&[]), Ok(Request::Build(Mode::Dev))));
    }

    #[test]
    fn release_is_asked_for_by_a_flag() {
        assert!(matches!(parsed(&["--release"]), Ok(Request::Build(Mode::Release))));
    }

    #[test]
    fn an_unknown_flag_is_refused_by_name() {
        let message = parsed(&["--relase"]).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(message.contains("--relase"), "{message}");
    }
}
