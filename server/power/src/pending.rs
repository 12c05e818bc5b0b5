//! What was done to a file since it was synced, and how it is taken back.

use std::{
    fs::{File, OpenOptions},
    io,
    os::unix::fs::FileExt,
    path::Path,
};

/// Something done to a file, with what was there before.
pub(crate) enum Change {
    Written {
        at: u64,
        written: Vec<u8>,
        /// What stood there; shorter than what was written where the file ended.
        before: Vec<u8>,
        /// The file's length before.
        length: u64,
    },
    Truncated {
        to: u64,
        /// What was cut off.
        tail: Vec<u8>,
        /// The file's length before.
        length: u64,
    },
}

impl Change {
    fn undo(&self, file: &File) -> io::Result<()> {
        match self {
            Self::Written { at, before, length, .. } => {
                file.set_len(*length)?;
                file.write_all_at(before, *at)
            }
            Self::Truncated { to, tail, length } => {
                file.set_len(*length)?;
                file.write_all_at(tail, *to)
            }
        }
    }

    /// Does again what reached the disk: all of it, a part, or nothing.
    fn redo(&self, file: &File, survives: &mut impl FnMut(usize) -> usize) -> io::Result<()> {
        match self {
            Self::Written { at, written, .. } => {
                let kept = survives(written.len()).min(written.len());
                file.write_all_at(&written[..kept], *at)
            }
            Self::Truncated { to, tail, .. } if survives(tail.len()) > 0 => file.set_len(*to),
            Self::Truncated { .. } => Ok(()),
        }
    }
}

/// Sets a file back to what was synced, with those changes that reached the disk all the same.
pub(crate) fn lose(path: &Path, changes: &[Change], survives: &mut impl FnMut(usize) -> usize) -> io::Result<()> {
    let file = OpenOptions::new().write(true).open(path)?;
    changes.iter().rev().try_for_each(|change| change.undo(&file))?;
    changes.iter().try_for_each(|change| change.redo(&file, survives))
}
