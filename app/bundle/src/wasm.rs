//! Splits the compiled app, makes its JavaScript interface and optimises every module.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::code::main_script_name;
use crate::hash::PLACEHOLDER;
use crate::options::Mode;
use crate::workspace::{OUTPUT_NAME, Workspace};
use crate::{files, tools};

/// What rustc lets its WebAssembly use; wasm-opt refuses what it was not told of.
const FEATURES: [&str; 8] = [
    "bulk-memory",
    "bulk-memory-opt",
    "call-indirect-overlong",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
];

/// Writes the script, the modules and the manifest into `work`, under names with a placeholder for the hash.
pub fn generate(workspace: &Workspace, mode: Mode, compiled: &[u8], work: &Path) -> Result<()> {
    let main = work.join("main.wasm");
    let mut modules = split(compiled, &main, work)?;
    bind(&main, work)?;
    let bound = work.join(format!("{OUTPUT_NAME}.{PLACEHOLDER}.wasm"));
    rename(&work.join(format!("{OUTPUT_NAME}_bg.wasm")), &bound)?;
    rename(&work.join(format!("{OUTPUT_NAME}.js")), &work.join(main_script_name()))?;
    modules.push(bound);

    if mode == Mode::Release {
        let wasm_opt = workspace.npm_program("wasm-opt")?;
        files::for_each(&modules, |module| optimise(&wasm_opt, module))?;
    }
    Ok(())
}

/// Moves what only `#[lazy]` functions need into modules of their own. Returns their paths.
fn split(compiled: &[u8], main: &Path, work: &Path) -> Result<Vec<PathBuf>> {
    let main_script = format!("./{}", main_script_name());
    let loader = format!("./__wasm_split.{PLACEHOLDER}.js");
    let mut options = wasm_split_cli_support::Options::new(compiled);
    options.output_dir = work;
    options.main_out_path = main;
    options.main_module = &main_script;
    options.link_name = &loader;
    let parts = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("{error:#}"))
        .context("the app cannot be split into its lazy parts")?;

    // From here on the parts carry the placeholder too: in their names, in the loader and in the manifest.
    let loader = work.join(loader);
    let mut script = files::read_text(&loader)?;
    let mut modules = Vec::new();
    for old in parts.split_modules {
        let stem = old.file_stem().and_then(|stem| stem.to_str()).context("a split part has no name")?;
        let new = old.with_file_name(format!("{stem}.{PLACEHOLDER}.wasm"));
        script = script.replace(&format!("\"./{stem}.wasm\""), &format!("\"./{stem}.{PLACEHOLDER}.wasm\""));
        rename(&old, &new)?;
        modules.push(new);
    }
    files::write(&loader, script)?;

    // `HydrationScripts` reads which parts a lazy function needs, to have the browser load them early.
    let manifest: BTreeMap<String, Vec<String>> = parts
        .prefetch_map
        .into_iter()
        .map(|(part, needs)| (part, needs.into_iter().map(|stem| format!("{stem}.{PLACEHOLDER}")).collect()))
        .collect();
    let manifest = serde_json::to_string_pretty(&manifest).context("the list of lazy parts cannot be written")?;
    files::write(&work.join(format!("__wasm_split_manifest.{PLACEHOLDER}.json")), manifest)?;
    Ok(modules)
}

/// Makes the script that loads the module and connects it with the browser.
fn bind(main: &Path, work: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(main)
        .out_name(OUTPUT_NAME)
        .typescript(false)
        // The page always says where the module is.
        .omit_default_module_path(true)
        // The split parts are linked by the names the linker gave.
        .keep_lld_exports(true)
        .demangle(false);
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(work))
        .context("wasm-bindgen cannot make the app's JavaScript interface")
}

fn optimise(wasm_opt: &Path, module: &Path) -> Result<()> {
    let mut command = Command::new(wasm_opt);
    command.arg("-Oz").args(FEATURES.map(|feature| format!("--enable-{feature}")));
    command.args(["--strip-producers", "--strip-target-features"]);
    command.arg(module).arg("-o").arg(module);
    tools::output(&mut command).map(drop)
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("{} cannot be renamed to {}", from.display(), to.display()))
}
