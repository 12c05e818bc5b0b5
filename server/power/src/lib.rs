//! A disk below SQLite that loses power: what was written and not synced is gone, or there in part and in any order.
//!
//! Killing a process loses nothing that it wrote: the system keeps it. Only a cut of the power shows whether a commit
//! waited for the disk before somebody was told that it is done. [`Disk`] stands between SQLite and its files, keeps what
//! they held before everything that was not synced yet, and takes it back when the power goes.
//!
//! The files themselves lie wherever the folder lies, also in memory. Folders are taken to be durable at once: that a
//! file was made, or deleted, is never forgotten. The index beside a write-ahead log (`-shm`) is memory and is lost.

mod pending;
mod system;

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use pending::Change;

/// How many programs can share a disk.
pub const PROGRAMS: usize = 4;
/// How long files may take to be closed after their program ended.
const PATIENCE: Duration = Duration::from_secs(60);

/// The disks whose power can be cut, by the folder that is theirs.
static DISKS: Mutex<BTreeMap<PathBuf, Weak<Disk>>> = Mutex::new(BTreeMap::new());

/// The disk on which a folder lies.
pub struct Disk {
    folder: PathBuf,
    state: Mutex<State>,
    closed: Condvar,
}

#[derive(Default)]
struct State {
    is_dark: bool,
    /// Writes and syncs until the power goes; None as long as it is not going to.
    fuse: Option<u32>,
    /// What happened to each file since it was synced last, oldest first.
    unsynced: BTreeMap<PathBuf, Vec<Change>>,
    /// How many files each program holds open.
    open: [usize; PROGRAMS],
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Disk {
    /// The disk below a folder, with the power on. What lies there already is synced.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn below(folder: &Path) -> io::Result<Arc<Self>> {
        let folder = folder.canonicalize()?;
        let disk = Arc::new(Self { folder: folder.clone(), state: Mutex::default(), closed: Condvar::new() });
        lock(&DISKS).insert(folder, Arc::downgrade(&disk));
        Ok(disk)
    }

    /// The disk on which a file lies.
    fn of(file: &Path) -> Option<Arc<Self>> {
        let folder = file.parent()?;
        lock(&DISKS).get(folder).and_then(Weak::upgrade)
    }

    /// The name under which SQLite knows the file system of one of the programs that share the disk
    /// (below [`PROGRAMS`]), to be given when a database is opened.
    ///
    /// # Panics
    /// There is no such program, or SQLite takes no more file systems.
    #[must_use]
    pub fn system(program: usize) -> &'static str {
        system::name(program)
    }

    /// The power goes after so many more writes and syncs.
    pub fn cut_after(&self, operations: u32) {
        lock(&self.state).fuse = Some(operations);
    }

    /// The power goes now.
    pub fn cut(&self) {
        let mut state = lock(&self.state);
        (state.is_dark, state.fuse) = (true, None);
    }

    /// Whether the power is gone: whatever is written fails.
    #[must_use]
    pub fn is_dark(&self) -> bool {
        lock(&self.state).is_dark
    }

    /// Waits until a program holds no file open any more.
    ///
    /// # Panics
    /// It still does after a minute.
    pub fn wait_until_closed(&self, program: usize) {
        let is_open = |state: &mut State| state.open[program] > 0;
        let waited = self.closed.wait_timeout_while(lock(&self.state), PATIENCE, is_open);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        assert_eq!(state.open[program], 0, "files of program {program} are still open");
    }

    /// The power comes back. Of what was not synced only that is there which `survives` lets through: it is asked for
    /// each write, oldest first, with its length, and says how many bytes of it had reached the disk.
    ///
    /// # Errors
    /// The files can't be set back.
    ///
    /// # Panics
    /// A program still holds a file open.
    pub fn restore(&self, mut survives: impl FnMut(usize) -> usize) -> io::Result<()> {
        let mut state = lock(&self.state);
        assert_eq!(state.open, [0; PROGRAMS], "files are still open");
        for (path, changes) in std::mem::take(&mut state.unsynced) {
            // A file that is deleted needs nothing back.
            if path.exists() {
                pending::lose(&path, &changes, &mut survives)?;
            }
        }
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending.to_string_lossy().ends_with("-shm")) {
                fs::remove_file(path)?;
            }
        }
        *state = State::default();
        Ok(())
    }

    /// Whether something still reaches the disk: counts it, and cuts the power when it is time.
    fn takes(&self) -> bool {
        let mut state = lock(&self.state);
        if let Some(left) = state.fuse {
            state.fuse = left.checked_sub(1);
            state.is_dark |= left == 0;
        }
        !state.is_dark
    }

    fn note(&self, file: &Path, change: Change) {
        lock(&self.state).unsynced.entry(file.to_owned()).or_default().push(change);
    }

    fn synced(&self, file: &Path) {
        lock(&self.state).unsynced.remove(file);
    }

    fn opened(&self, program: usize) {
        lock(&self.state).open[program] += 1;
    }

    fn closed(&self, program: usize) {
        lock(&self.state).open[program] -= 1;
        self.closed.notify_all();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        lock(&DISKS).remove(&self.folder);
    }
}

/// A path as SQLite writes it.
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    PathBuf::from(OsString::from_vec(name.to_vec()))
}
