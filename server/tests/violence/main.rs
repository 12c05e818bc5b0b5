//! The real server, killed and robbed of what it stands on while tablets push: nothing is lost, nothing doubled (SYN-4).
//!
//! `make soak` does the same for longer.

mod deaths;
mod full_disk;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The server that is tested.
fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_paidan"))
}

/// A folder on the disk that the build lies on: what waits for a disk should not wait for memory.
fn folder() -> TempDir {
    tempfile::tempdir_in(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("a folder")
}

/// Whether this run may leave out what the machine does not offer. An automatic one may not.
fn is_automatic() -> bool {
    std::env::var_os("CI").is_some()
}
