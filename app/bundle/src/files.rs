//! Files and folders, with errors that name the path, and work on several files at once.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result};

pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Writes a file and the folders it needs.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    fs::write(path, content).with_context(|| format!("{} cannot be written", path.display()))
}

/// Makes the folder, or empties it if it is there.
pub fn clear(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))
}

/// All files below a folder as paths relative to it, sorted; none if there is no such folder.
pub fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        if !next.exists() {
            continue;
        }
        let entries = fs::read_dir(&next).with_context(|| format!("{} cannot be listed", next.display()))?;
        for entry in entries {
            let path = entry.with_context(|| format!("{} cannot be listed", next.display()))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(relative) = path.strip_prefix(folder) {
                found.push(relative.to_path_buf());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Everything that decides the outcome of a step reading this folder: its file names and their content.
pub fn fingerprint(folder: &Path) -> Result<String> {
    let mut parts = Vec::new();
    for relative in below(folder)? {
        let content = read(&folder.join(&relative))?;
        parts.push(relative.into_os_string().into_encoded_bytes());
        parts.push(content);
    }
    Ok(crate::hash::name(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()))
}

/// Does `work` for each item, on as many threads as the machine has cores. Returns the first error.
pub fn for_each<T: Sync>(items: &[T], work: impl Fn(&T) -> Result<()> + Sync) -> Result<()> {
    let next = AtomicUsize::new(0);
    let failure = Mutex::new(None);
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(error) = work(item) {
                        failure.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).get_or_insert(error);
                        return;
                    }
                }
            });
        }
    });
    match failure.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;

    #[test]
    fn each_item_is_worked_on_once() {
        let sum = AtomicU32::new(0);
        let items: Vec<u32> = (1..=100).collect();
        let outcome = for_each(&items, |item| {
            sum.fetch_add(*item, Ordering::Relaxed);
            Ok(())
        });
        assert!(outcome.is_ok());
        assert_eq!(sum.into_inner(), 5050);
    }

    #[test]
    fn a_failure_in_any_thread_comes_back() {
        let outcome = for_each(&[1, 2, 3], |item| {
            anyhow::ensure!(*item != 2, "two is no good");
            Ok(())
        });
        assert_eq!(outcome.map_err(|error| error.to_string()), Err("two is no good".to_owned()));
    }
}
