//! A step's results, kept between runs and made anew only when what they depend on has changed.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files;
use crate::options::Mode;

/// What is compressed beside the original; pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 5] = ["css", "js", "svg", "wasm", "webmanifest"];

/// The files one step made, laid out as the site will have them.
pub struct Stage {
    pub name: &'static str,
    folder: PathBuf,
}

impl Stage {
    /// Opens the results of an earlier run with the same `key`, or calls `produce` to make them.
    ///
    /// `produce` gets an empty folder to write the site's files into and returns the lines that the step adds to
    /// `hash.txt`.
    pub fn open(
        stages: &Path,
        name: &'static str,
        key: &str,
        mode: Mode,
        produce: impl FnOnce(&Path) -> Result<String>,
    ) -> Result<Stage> {
        let stage = Stage { name, folder: stages.join(name) };
        let key_file = stage.folder.join("key");
        if fs::read_to_string(&key_file).is_ok_and(|known| known == key) {
            return Ok(stage);
        }

        // The key is written last: a step that was interrupted runs again.
        files::clear(&stage.folder)?;
        files::clear(&stage.files())?;
        let hash_lines = produce(&stage.files())?;
        compress(&stage.files(), mode.brotli_quality())?;
        files::write(&stage.hash_lines_file(), hash_lines)?;
        files::write(&key_file, key)?;
        Ok(stage)
    }

    /// The folder with the step's part of the site.
    pub fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// The step's lines of `hash.txt`.
    pub fn hash_lines(&self) -> Result<String> {
        files::read_text(&self.hash_lines_file())
    }

    fn hash_lines_file(&self) -> PathBuf {
        self.folder.join("hash-lines")
    }
}

/// The name of a file's compressed copy.
pub fn compressed_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    PathBuf::from(name)
}

/// Writes a brotli copy beside each file that gets smaller by it.
fn compress(folder: &Path, quality: i32) -> Result<()> {
    let mut paths: Vec<PathBuf> = files::below(folder)?.into_iter().map(|relative| folder.join(relative)).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| COMPRESSIBLE.iter().any(|known| kind == *known)));
    files::for_each(&paths, |path| {
        let content = files::read(path)?;
        let parameters = brotli::enc::BrotliEncoderParams { quality, size_hint: content.len(), ..Default::default() };
        let mut compressed = Vec::new();
        brotli::BrotliCompress(&mut Cursor::new(&content), &mut compressed, &parameters)
            .with_context(|| format!("{} cannot be compressed", path.display()))?;
        if compressed.len() < content.len() {
            files::write(&compressed_name(path), compressed)?;
        }
        Ok(())
    })
}
