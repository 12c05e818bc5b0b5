//! The files of `public/`, served under their own names: icons, the web app manifest and the like.

use anyhow::Result;

use crate::options::Mode;
use crate::stage::Stage;
use crate::workspace::Workspace;
use crate::{files, hash};

/// Copies `public/` as it is.
pub fn stage(workspace: &Workspace, mode: Mode) -> Result<Stage> {
    let folder = workspace.public();
    let key = hash::name(&[files::fingerprint(&folder)?.as_bytes(), hash::of_tools(workspace.root())?.as_bytes()]);
    Stage::open(&workspace.stages(mode), "public", &key, mode, |site| {
        for relative in files::below(&folder)? {
            files::write(&site.join(&relative), files::read(&folder.join(&relative))?)?;
        }
        Ok(String::new())
    })
}
