//! The app itself: from cargo's WebAssembly to the scripts and modules that `HydrationScripts` loads.
//!
//! The main script, the main module and the loader of the split parts name each other in a circle, so no file can be
//! named after its own content alone. All of them carry one hash of the whole build: parts of two builds, which do not
//! fit together, can never be mixed up.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::hash::PLACEHOLDER;
use crate::options::Mode;
use crate::stage::Stage;
use crate::workspace::{OUTPUT_NAME, Workspace};
use crate::{files, hash, tools, wasm};

/// Compiles the app and turns it into `pkg/paidan.<hash>.js`, `pkg/paidan.<hash>.wasm` and the split parts.
pub fn stage(workspace: &Workspace, mode: Mode) -> Result<Stage> {
    compile(workspace, mode)?;
    let compiled = files::read(&workspace.app_wasm(mode))?;
    let key = hash::name(&[&compiled, hash::of_tools(workspace.root())?.as_bytes()]);
    Stage::open(&workspace.stages(mode), "code", &key, mode, |site| {
        let work = workspace.stages(mode).join("work");
        files::clear(&work)?;
        wasm::generate(workspace, mode, &compiled, &work)?;
        shrink_scripts(workspace, mode, &work)?;
        name_by_hash(&work, &site.join("pkg"))
    })
}

/// Cargo compiles only what has changed, so this always runs.
///
/// The linker's flag, without which the app cannot be split, goes to the app alone (`cargo rustc`): as a general
/// compiler flag it would make a second copy of every dependency.
fn compile(workspace: &Workspace, mode: Mode) -> Result<()> {
    let mut cargo = Command::new(tools::cargo());
    cargo.current_dir(workspace.root());
    cargo.args(["rustc", "--package=app", "--lib", "--crate-type=cdylib", "--target=wasm32-unknown-unknown"]);
    cargo.args(["--no-default-features", "--features=csr"]);
    cargo.arg(format!("--profile={}", mode.wasm_profile()));
    cargo.args(["--", "-Clink-arg=--emit-relocs"]);
    tools::run(&mut cargo)
}

/// Puts the small scripts that crates bring along into the main one, and in release takes out all that is not needed.
fn shrink_scripts(workspace: &Workspace, mode: Mode, work: &Path) -> Result<()> {
    for relative in files::below(work)? {
        let top_level = relative.components().count() == 1;
        if !top_level || relative.extension().is_none_or(|kind| kind != "js") {
            continue;
        }
        let script = work.join(&relative);
        let mut esbuild = Command::new(workspace.npm_program("esbuild")?);
        esbuild.current_dir(work).arg(&script);
        esbuild.args(["--bundle", "--format=esm", "--log-level=warning"]);
        esbuild.arg(format!("--external:./*.{PLACEHOLDER}.js"));
        if mode == Mode::Release {
            esbuild.arg("--minify");
        }
        let bundled = tools::output(&mut esbuild)?;
        files::write(&script, bundled)?;
    }
    Ok(())
}

/// Copies the finished files to `pkg` under their final names and returns the lines for `hash.txt`.
fn name_by_hash(work: &Path, pkg: &Path) -> Result<String> {
    let mut finished: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for relative in files::below(work)? {
        // Everything else was read into one of these already.
        if relative.to_string_lossy().contains(PLACEHOLDER) {
            let content = files::read(&work.join(&relative))?;
            finished.push((relative, content));
        }
    }

    let mut parts = Vec::new();
    for (path, content) in &finished {
        parts.push(path.as_os_str().as_encoded_bytes());
        parts.push(content);
    }
    let hash = hash::name(&parts);

    for (path, mut content) in finished {
        hash::fill(&mut content, &hash);
        files::write(&pkg.join(path.to_string_lossy().replace(PLACEHOLDER, &hash)), content)?;
    }
    Ok(["js", "wasm", "manifest", "split"].map(|part| format!("{part}: {hash}\n")).concat())
}

/// The main script's name before the hash is known.
pub fn main_script_name() -> String {
    format!("{OUTPUT_NAME}.{PLACEHOLDER}.js")
}
