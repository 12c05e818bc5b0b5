//! Where things are: the workspace, its target folder and the folders below.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::options::Mode;
use crate::tools;

/// The name that `LeptosOptions::output_name` carries on the server.
pub const OUTPUT_NAME: &str = "paidan";

/// The folders of this workspace, as cargo sees them.
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Asks cargo, so that `CARGO_TARGET_DIR` and every cargo setting count.
    pub fn find() -> Result<Workspace> {
        let mut cargo = Command::new(tools::cargo());
        cargo.args(["metadata", "--no-deps", "--format-version", "1"]);
        let answer = tools::output(&mut cargo)?;
        let metadata: Value = serde_json::from_slice(&answer).context("cargo metadata did not answer with JSON")?;
        let folder = |name: &str| {
            metadata[name].as_str().map(PathBuf::from).with_context(|| format!("cargo metadata does not name {name}"))
        };
        Ok(Workspace { root: folder("workspace_root")?, target: folder("target_directory")? })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The files served under their own names.
    pub fn public(&self) -> PathBuf {
        self.root.join("public")
    }

    /// The folder the server serves from; the bundle tool owns all of it.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// Where cargo puts the server binary of a mode, and `hash.txt` has to lie.
    pub fn server(&self, mode: Mode) -> PathBuf {
        self.target.join(mode.name())
    }

    /// The compiled app, before anything here touched it.
    pub fn app_wasm(&self, mode: Mode) -> PathBuf {
        self.target.join("wasm32-unknown-unknown").join(mode.wasm_profile()).join("app.wasm")
    }

    /// Where the results of the steps are kept from run to run.
    pub fn stages(&self, mode: Mode) -> PathBuf {
        self.target.join("bundle").join(mode.name())
    }

    /// A program from the npm packages in the root's package.json.
    pub fn npm_program(&self, name: &str) -> Result<PathBuf> {
        let program = self.root.join("node_modules/.bin").join(name);
        anyhow::ensure!(
            program.exists(),
            "{} is missing: run end2end/tools/ensure.sh run, or npm ci in {}",
            program.display(),
            self.root.display()
        );
        Ok(program)
    }
}
