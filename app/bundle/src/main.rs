//! Builds everything the browser loads: compiles the app to WebAssembly, splits and shrinks it, bundles the style
//! sheets, copies `public/`, and lays it all out with hashed names in `<target>/site` for the server to serve.

#![expect(clippy::print_stdout, reason = "this is a command-line tool: its report goes to standard output")]

mod code;
mod files;
mod hash;
mod options;
mod public;
mod publish;
mod report;
mod stage;
mod styles;
mod tools;
mod wasm;
mod workspace;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use crate::options::{Mode, Request, USAGE};
use crate::workspace::Workspace;

fn main() -> ExitCode {
    let outcome = match options::parse(std::env::args().skip(1)) {
        Ok(Request::Help) => {
            println!("{USAGE}");
            Ok(())
        }
        Ok(Request::Build(mode)) => build(mode),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bundle: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the three steps, publishes what they made and reports its sizes.
fn build(mode: Mode) -> Result<()> {
    let started = Instant::now();
    let workspace = Workspace::find()?;

    let stages = [code::stage(&workspace, mode)?, styles::stage(&workspace, mode)?, public::stage(&workspace, mode)?];
    publish::publish(&workspace, mode, &stages)?;

    print!("{}", report::table(&stages)?);
    println!("{} ({}) in {:.1} s", workspace.site().display(), mode.name(), started.elapsed().as_secs_f64());
    Ok(())
}
