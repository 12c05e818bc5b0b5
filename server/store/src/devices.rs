//! Devices with their public keys, and who used them (SYN-10).

use std::collections::HashMap;

use domain::{DeviceId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx};

/// A browser that holds a signing key.
#[derive(Clone, Debug, FromRow)]
pub struct Device {
    pub id: Uuid,
    pub name: String,
    /// JWK of the ES256 key.
    pub public_key: String,
    /// Epoch milliseconds.
    pub created_at: i64,
    /// When it last proved itself: what it says of its times is weighed against this (SYN-12).
    pub last_contact: i64,
    /// When the server last heard it at all; minutes may be missing.
    pub heard_at: i64,
    pub revoked_at: Option<i64>,
    /// When the device said that it holds nothing any more.
    pub wiped_at: Option<i64>,
}

const INSERT: &str = "INSERT INTO devices (id, name, public_key, created_at, last_contact, heard_at) \
     VALUES ($1, $2, $3, $4, $4, $4)";

/// Stores a new device.
///
/// # Errors
/// The id is taken, or the database did not do it.
pub async fn insert(tx: &mut Tx, id: DeviceId, name: &str, public_key: &str, at: i64) -> Result<()> {
    execute!(tx.conn(), INSERT, id.0, name, public_key, at)?;
    Ok(())
}

const FIND: &str =
    "SELECT id, name, public_key, created_at, last_contact, heard_at, revoked_at, wiped_at FROM devices WHERE id = $1";

/// A device.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, id: DeviceId) -> Result<Option<Device>> {
    Ok(fetch_optional!(conn, Device, FIND, id.0)?)
}

const NAMES: &str = "SELECT id, name FROM devices WHERE id IN ($1)";

/// What devices are called.
///
/// # Errors
/// The database can't be read.
pub async fn names(conn: &mut Conn, ids: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    let rows: Result<Vec<(Uuid, String)>> = fetch_listed!(conn, (Uuid, String), NAMES, ids, |id| *id);
    Ok(rows?.into_iter().collect())
}

const ADD_PERSON: &str =
    "INSERT INTO device_people (device, person) VALUES ($1, $2) ON CONFLICT (device, person) DO NOTHING";

/// Notes that a person works on a device.
///
/// # Errors
/// The database did not do it.
pub async fn add_person(tx: &mut Tx, device: DeviceId, person: PersonId) -> Result<()> {
    execute!(tx.conn(), ADD_PERSON, device.0, person.0)?;
    Ok(())
}

const HAS_PERSON: &str = "SELECT person FROM device_people WHERE device = $1 AND person = $2";

/// Whether a person has worked on a device.
///
/// # Errors
/// The database can't be read.
pub async fn has_person(conn: &mut Conn, device: DeviceId, person: PersonId) -> Result<bool> {
    let row: Option<(Uuid,)> = fetch_optional!(conn, (Uuid,), HAS_PERSON, device.0, person.0)?;
    Ok(row.is_some())
}

const TOUCH: &str = "UPDATE devices SET last_contact = $1, heard_at = $1 WHERE id = $2 AND last_contact < $1";

/// Notes that a device proved itself.
///
/// # Errors
/// The database did not do it.
pub async fn touch(tx: &mut Tx, id: DeviceId, at: i64) -> Result<()> {
    execute!(tx.conn(), TOUCH, at, id.0)?;
    Ok(())
}

const HEAR: &str = "UPDATE devices SET heard_at = $1 WHERE id = $2 AND heard_at < $1 \
     AND EXISTS (SELECT 1 FROM device_people p WHERE p.device = devices.id AND p.person = $3)";

/// Notes that one of its people was heard with a device.
///
/// # Errors
/// The database did not do it.
pub async fn hear(tx: &mut Tx, id: DeviceId, person: PersonId, at: i64) -> Result<()> {
    execute!(tx.conn(), HEAR, at, id.0, person.0)?;
    Ok(())
}

/// A device with one of the people who used it.
#[derive(Clone, Debug, FromRow)]
pub struct DeviceOf {
    pub id: Uuid,
    pub name: String,
    pub person: Uuid,
    pub created_at: i64,
    pub heard_at: i64,
    pub revoked_at: Option<i64>,
    pub wiped_at: Option<i64>,
}

const LIST: &str = "SELECT d.id, d.name, p.person, d.created_at, d.heard_at, d.revoked_at, d.wiped_at FROM devices d \
     JOIN device_people p ON p.device = d.id ORDER BY d.heard_at DESC LIMIT 500";

/// Devices with their people, the last heard first.
///
/// # Errors
/// The database can't be read.
pub async fn list(conn: &mut Conn) -> Result<Vec<DeviceOf>> {
    Ok(fetch_all!(conn, DeviceOf, LIST)?)
}

const REVOKE: &str = "UPDATE devices SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL";

/// Revokes a device; false when there is none or it was revoked before.
///
/// # Errors
/// The database did not do it.
pub async fn revoke(tx: &mut Tx, id: DeviceId, at: i64) -> Result<bool> {
    Ok(execute!(tx.conn(), REVOKE, at, id.0)? > 0)
}

const RESTORE: &str =
    "UPDATE devices SET revoked_at = NULL WHERE id = $1 AND revoked_at IS NOT NULL AND wiped_at IS NULL";

/// Takes a revocation back; false when there is none, or the device has been wiped already.
///
/// # Errors
/// The database did not do it.
pub async fn restore(tx: &mut Tx, id: DeviceId) -> Result<bool> {
    Ok(execute!(tx.conn(), RESTORE, id.0)? > 0)
}

const WIPED: &str = "UPDATE devices SET wiped_at = $1 WHERE id = $2 AND revoked_at IS NOT NULL AND wiped_at IS NULL";

/// Notes that a revoked device holds nothing any more; false when that was known, or it was not revoked.
///
/// # Errors
/// The database did not do it.
pub async fn note_wiped(tx: &mut Tx, id: DeviceId, at: i64) -> Result<bool> {
    Ok(execute!(tx.conn(), WIPED, at, id.0)? > 0)
}
