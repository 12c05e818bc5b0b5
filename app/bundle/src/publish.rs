//! Makes the site folder hold exactly what the steps produced, and tells the server the hashed names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::files;
use crate::options::Mode;
use crate::stage::Stage;
use crate::workspace::Workspace;

/// Copies what is new, removes what is old, and writes `hash.txt`.
pub fn publish(workspace: &Workspace, mode: Mode, stages: &[Stage]) -> Result<()> {
    let site = workspace.site();
    let mut wanted = BTreeSet::new();
    let mut hash_lines = String::new();
    for stage in stages {
        for relative in files::below(&stage.files())? {
            let content = files::read(&stage.files().join(&relative))?;
            write_if_changed(&site.join(&relative), &content)?;
            wanted.insert(relative);
        }
        hash_lines.push_str(&stage.hash_lines()?);
    }
    for relative in files::below(&site)? {
        if !wanted.contains(&relative) {
            let path = site.join(relative);
            fs::remove_file(&path).with_context(|| format!("the old file {} cannot be removed", path.display()))?;
        }
    }

    // There is one site, so every server beside it has to know these names, whichever way it was built.
    for any in [Mode::Dev, Mode::Release] {
        let server = workspace.server(any);
        if any == mode || server.exists() {
            write_if_changed(&server.join("hash.txt"), hash_lines.as_bytes())?;
        }
    }
    Ok(())
}

fn write_if_changed(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|known| known == content) {
        return Ok(());
    }
    files::write(path, content)
}
