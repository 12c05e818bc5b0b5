//! The file system that SQLite is given: the machine's own, with a [`Disk`](crate::Disk) looking on.
//!
//! SQLite's interface for file systems is C. Each file of ours begins with what SQLite knows of a file, then comes what
//! we know of it, then the machine's own file, to which everything is passed on.
#![allow(
    unsafe_code,
    reason = "SQLite's interface for file systems is C; no crate offers it without a C compiler's parser"
)]

use std::{
    ffi::{CStr, CString, c_char, c_int, c_void},
    path::PathBuf,
    ptr::null_mut,
    sync::{Arc, OnceLock},
};

use libsqlite3_sys::{
    SQLITE_CANTOPEN, SQLITE_IOERR_DELETE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE, SQLITE_OK,
    sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

use crate::{Disk, PROGRAMS, path_of, pending::Change};

/// What stands before the machine's own file.
#[repr(C)]
struct Front {
    base: sqlite3_file,
    watched: *mut Watched,
}

/// A file on a disk whose power can be cut.
struct Watched {
    disk: Arc<Disk>,
    path: PathBuf,
    program: usize,
}

/// The machine's own file system. It lives as long as the process.
fn real() -> *mut sqlite3_vfs {
    // SAFETY: the first file system that SQLite knows is the machine's own; it is never taken away.
    static REAL: OnceLock<usize> = OnceLock::new();
    *REAL.get_or_init(|| unsafe { sqlite3_vfs_find(c"unix".as_ptr()) } as usize) as *mut sqlite3_vfs
}

pub(crate) fn name(program: usize) -> &'static str {
    static NAMES: OnceLock<Vec<String>> = OnceLock::new();
    &NAMES.get_or_init(|| (0..PROGRAMS).map(register).collect())[program]
}

fn register(program: usize) -> String {
    let name = format!("power-{program}");
    let real = real();
    assert!(!real.is_null(), "SQLite has no file system");
    // SAFETY: the file system is a copy of the machine's own with other functions, and is never freed, as SQLite asks.
    let answer = unsafe {
        let own = Box::new(sqlite3_vfs {
            iVersion: 2,
            szOsFile: size_of::<Front>() as c_int + (*real).szOsFile,
            pNext: null_mut(),
            zName: CString::new(name.as_str()).unwrap_or_default().into_raw(),
            pAppData: program as *mut c_void,
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_path),
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: Some(current_time),
            xCurrentTimeInt64: Some(current_time_in_milliseconds),
            xGetLastError: Some(last_error),
            ..*real
        });
        sqlite3_vfs_register(Box::into_raw(own), 0)
    };
    assert_eq!(answer, SQLITE_OK, "SQLite takes no more file systems");
    name
}

/// The machine's own file behind ours.
unsafe fn behind(file: *mut sqlite3_file) -> *mut sqlite3_file {
    unsafe { file.cast::<u8>().add(size_of::<Front>()).cast() }
}

/// What we know of a file; None for one on no disk of ours.
unsafe fn watched<'a>(file: *mut sqlite3_file) -> Option<&'a Watched> {
    unsafe { (*file.cast::<Front>()).watched.as_ref() }
}

/// Calls the machine's own function for a file.
macro_rules! pass {
    ($file:expr, $function:ident $(, $argument:expr)*) => {{
        let real = behind($file);
        match (*(*real).pMethods).$function {
            Some(function) => function(real $(, $argument)*),
            None => unreachable!("the machine's files can do everything"),
        }
    }};
}

/// Calls a function of the machine's own file system.
macro_rules! pass_system {
    ($function:ident $(, $argument:expr)*) => {
        match (*real()).$function {
            Some(function) => function(real() $(, $argument)*),
            None => unreachable!("the machine's file system can do everything"),
        }
    };
}

/// Functions in which there is nothing to look at.
macro_rules! passed_on {
    ($($name:ident($($argument:ident: $type:ty),*) $(-> $answer:ty)? = $function:ident;)*) => {
        $(unsafe extern "C" fn $name(file: *mut sqlite3_file $(, $argument: $type)*) $(-> $answer)? {
            unsafe { pass!(file, $function $(, $argument)*) }
        })*
    };
}

macro_rules! passed_on_by_the_system {
    ($($name:ident($($argument:ident: $type:ty),*) = $function:ident;)*) => {
        $(unsafe extern "C" fn $name(_: *mut sqlite3_vfs $(, $argument: $type)*) -> c_int {
            unsafe { pass_system!($function $(, $argument)*) }
        })*
    };
}

passed_on! {
    read(into: *mut c_void, count: c_int, at: sqlite3_int64) -> c_int = xRead;
    size(size: *mut sqlite3_int64) -> c_int = xFileSize;
    lock(level: c_int) -> c_int = xLock;
    unlock(level: c_int) -> c_int = xUnlock;
    check_reserved(is_reserved: *mut c_int) -> c_int = xCheckReservedLock;
    control(operation: c_int, argument: *mut c_void) -> c_int = xFileControl;
    sector_size() -> c_int = xSectorSize;
    characteristics() -> c_int = xDeviceCharacteristics;
    map(page: c_int, size: c_int, is_extended: c_int, into: *mut *mut c_void) -> c_int = xShmMap;
    lock_map(from: c_int, count: c_int, flags: c_int) -> c_int = xShmLock;
    barrier() = xShmBarrier;
    unmap(is_deleted: c_int) -> c_int = xShmUnmap;
    fetch(at: sqlite3_int64, count: c_int, into: *mut *mut c_void) -> c_int = xFetch;
    unfetch(at: sqlite3_int64, page: *mut c_void) -> c_int = xUnfetch;
}

passed_on_by_the_system! {
    access(name: *const c_char, flags: c_int, answer: *mut c_int) = xAccess;
    full_path(name: *const c_char, room: c_int, into: *mut c_char) = xFullPathname;
    randomness(room: c_int, into: *mut c_char) = xRandomness;
    sleep(microseconds: c_int) = xSleep;
    current_time(now: *mut f64) = xCurrentTime;
    current_time_in_milliseconds(now: *mut sqlite3_int64) = xCurrentTimeInt64;
    last_error(room: c_int, into: *mut c_char) = xGetLastError;
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 3,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(map),
    xShmLock: Some(lock_map),
    xShmBarrier: Some(barrier),
    xShmUnmap: Some(unmap),
    xFetch: Some(fetch),
    xUnfetch: Some(unfetch),
};

unsafe extern "C" fn open(
    system: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    flags_given: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives room for the bytes that the file system asked for, and a name that ends.
    unsafe {
        (*file).pMethods = std::ptr::null();
        let path = (!name.is_null()).then(|| path_of(CStr::from_ptr(name).to_bytes()));
        let disk = path.as_deref().and_then(Disk::of);
        if disk.as_ref().is_some_and(|disk| disk.is_dark()) {
            return SQLITE_CANTOPEN;
        }
        let answer = pass_system!(xOpen, name, behind(file), flags, flags_given);
        if answer != SQLITE_OK {
            return answer;
        }
        let program = (*system).pAppData as usize;
        let watched = disk.zip(path).map(|(disk, path)| {
            disk.opened(program);
            Box::into_raw(Box::new(Watched { disk, path, program }))
        });
        *file.cast::<Front>() =
            Front { base: sqlite3_file { pMethods: &raw const METHODS }, watched: watched.unwrap_or(null_mut()) };
        SQLITE_OK
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: SQLite closes a file once, so what was boxed when it was opened is freed once.
    unsafe {
        let answer = pass!(file, xClose);
        let front = file.cast::<Front>();
        if !(*front).watched.is_null() {
            let watched = Box::from_raw((*front).watched);
            (*front).watched = null_mut();
            watched.disk.closed(watched.program);
        }
        answer
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, is_synced: c_int) -> c_int {
    // SAFETY: SQLite gives a name that ends.
    unsafe {
        let path = path_of(CStr::from_ptr(name).to_bytes());
        if let Some(disk) = Disk::of(&path) {
            if !disk.takes() {
                return SQLITE_IOERR_DELETE;
            }
            disk.synced(&path);
        }
        pass_system!(xDelete, name, is_synced)
    }
}

/// What stands in a file from `at`, up to so many bytes, and the file's length.
unsafe fn contents(file: *mut sqlite3_file, at: u64, count: u64) -> Option<(Vec<u8>, u64)> {
    let mut length: sqlite3_int64 = 0;
    // SAFETY: the bytes read fit into what is there for them.
    unsafe {
        if pass!(file, xFileSize, &raw mut length) != SQLITE_OK {
            return None;
        }
        let length = u64::try_from(length).ok()?;
        let mut bytes = vec![0; usize::try_from(count.min(length.saturating_sub(at))).ok()?];
        if !bytes.is_empty() {
            let answer = pass!(
                file,
                xRead,
                bytes.as_mut_ptr().cast(),
                c_int::try_from(bytes.len()).ok()?,
                sqlite3_int64::try_from(at).ok()?
            );
            if answer != SQLITE_OK {
                return None;
            }
        }
        Some((bytes, length))
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, count: c_int, at: sqlite3_int64) -> c_int {
    // SAFETY: SQLite gives as many bytes as it says.
    unsafe {
        if let Some(watched) = watched(file) {
            if !watched.disk.takes() {
                return SQLITE_IOERR_WRITE;
            }
            let (place, bytes) = (u64::try_from(at).unwrap_or_default(), usize::try_from(count).unwrap_or_default());
            let Some((before, length)) = contents(file, place, bytes as u64) else { return SQLITE_IOERR_WRITE };
            let written = std::slice::from_raw_parts(from.cast::<u8>(), bytes).to_vec();
            watched.disk.note(&watched.path, Change::Written { at: place, written, before, length });
        }
        pass!(file, xWrite, from, count, at)
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, to: sqlite3_int64) -> c_int {
    // SAFETY: as for every file that SQLite opened.
    unsafe {
        if let Some(watched) = watched(file) {
            if !watched.disk.takes() {
                return SQLITE_IOERR_TRUNCATE;
            }
            let to = u64::try_from(to).unwrap_or_default();
            let Some((tail, length)) = contents(file, to, u64::MAX) else { return SQLITE_IOERR_TRUNCATE };
            watched.disk.note(&watched.path, Change::Truncated { to, tail, length });
        }
        pass!(file, xTruncate, to)
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: as for every file that SQLite opened.
    unsafe {
        let Some(watched) = watched(file) else { return pass!(file, xSync, flags) };
        if !watched.disk.takes() {
            return SQLITE_IOERR_FSYNC;
        }
        // Whether the machine's disk holds it is of no interest here: ours does.
        watched.disk.synced(&watched.path);
        SQLITE_OK
    }
}
