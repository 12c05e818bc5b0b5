//! Small facts about this device that a power cut must not undo: the PIN's hash, that a customer holds the tablet, that
//! it is locked. Browsers write their local storage to disk when they like; the database writes when it says so.

/// Everything that is marked, as name and value.
pub async fn all() -> Vec<(String, String)> {
    #[cfg(target_arch = "wasm32")]
    return browser::all().await;
    #[cfg(not(target_arch = "wasm32"))]
    Vec::new()
}

/// Marks something, or with None takes the mark away. Returns when it is on the disk; false when it could not be written.
pub async fn keep(name: &str, value: Option<&str>) -> bool {
    #[cfg(target_arch = "wasm32")]
    return browser::keep(name, value).await;
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = (name, value);
        false
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::cell::OnceCell;

    use crate::storage::{IndexedDb, Storage, Table, Write};

    /// What stands before a mark's name in its key. No person's id begins like this.
    const PREFIX: &str = "mark/";

    thread_local! {
        static DISK: OnceCell<IndexedDb> = const { OnceCell::new() };
    }

    async fn disk() -> Option<IndexedDb> {
        if let Some(disk) = DISK.with(|disk| disk.get().cloned()) {
            return Some(disk);
        }
        let disk = IndexedDb::open("paidan").await.ok()?;
        Some(DISK.with(|known| known.get_or_init(|| disk).clone()))
    }

    pub(super) async fn all() -> Vec<(String, String)> {
        let Some(disk) = disk().await else { return Vec::new() };
        let rows = disk.rows(Table::Device, PREFIX).await.unwrap_or_default();
        let mark = |key: &str| key.strip_prefix(PREFIX).map(str::to_owned);
        rows.into_iter().filter_map(|row| Some((mark(&row.key)?, row.tag))).collect()
    }

    pub(super) async fn keep(name: &str, value: Option<&str>) -> bool {
        let Some(disk) = disk().await else { return false };
        let key = PREFIX.to_owned() + name;
        let write = match value {
            Some(value) => Write::row(Table::Device, key, value.to_owned(), Vec::new()),
            None => Write::gone(Table::Device, key),
        };
        disk.write(vec![write]).await.is_ok()
    }
}
