//! The style sheets: `style/main.css` with all its imports in one minified file.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::options::Mode;
use crate::stage::Stage;
use crate::workspace::{OUTPUT_NAME, Workspace};
use crate::{files, hash, tools};

/// Bundles the style sheets into `pkg/paidan.<hash>.css`.
pub fn stage(workspace: &Workspace, mode: Mode) -> Result<Stage> {
    let folder = workspace.root().join("style");
    let main = folder.join("main.css");
    ensure!(main.exists(), "{} is missing: it imports every other style sheet", main.display());

    let public = files::below(&workspace.public())?;
    let key = hash::name(&[
        files::fingerprint(&folder)?.as_bytes(),
        format!("{public:?}").as_bytes(),
        hash::of_tools(workspace.root())?.as_bytes(),
    ]);
    Stage::open(&workspace.stages(mode), "styles", &key, mode, |site| bundle(workspace, &main, &public, site))
}

fn bundle(workspace: &Workspace, main: &Path, public: &[PathBuf], site: &Path) -> Result<String> {
    let mut esbuild = Command::new(workspace.npm_program("esbuild")?);
    esbuild.arg(main).args(["--bundle", "--minify", "--log-level=warning"]);
    // Addresses of files in public/ stay as they are; any other that leads nowhere is an error.
    esbuild.args(public.iter().map(|file| format!("--external:/{}", file.display())));
    let css = tools::output(&mut esbuild)?;
    let hash = hash::name(&[&css]);
    files::write(&site.join(format!("pkg/{OUTPUT_NAME}.{hash}.css")), css)?;
    Ok(format!("css: {hash}\n"))
}
