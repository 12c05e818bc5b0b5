//! Customers (CUS-1).

use domain::{CustomerId, PersonId, customer::Customer};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx};

#[derive(FromRow)]
struct Row {
    record: String,
    version: i64,
}

impl Row {
    fn read(self) -> Result<(Customer, i64)> {
        Ok((serde_json::from_str(&self.record)?, self.version))
    }
}

const FIND: &str = "SELECT record, version FROM customers WHERE id = $1";

/// A customer with the record's version.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, id: CustomerId) -> Result<Option<(Customer, i64)>> {
    fetch_optional!(conn, Row, FIND, id.0)?.map(Row::read).transpose()
}

const PAGE: &str = "SELECT record, version FROM customers WHERE id > $1 ORDER BY id LIMIT $2";

/// Customers in the order of their ids.
///
/// # Errors
/// The database can't be read.
pub async fn page(conn: &mut Conn, after: Uuid, limit: i64) -> Result<Vec<(Customer, i64)>> {
    fetch_all!(conn, Row, PAGE, after, limit)?.into_iter().map(Row::read).collect()
}

const PAGE_OF: &str = "SELECT c.record, c.version FROM (WITH kept AS MATERIALIZED \
     (SELECT request AS id FROM request_people WHERE person = $1 AND closed_at > $2) \
     SELECT DISTINCT r.customer AS id FROM kept CROSS JOIN requests r WHERE r.id = kept.id AND r.customer > $3 \
     ORDER BY r.customer LIMIT $4) AS page CROSS JOIN customers c WHERE c.id = page.id ORDER BY c.id";

/// Customers of those requests that are or were a person's own and are open, or closed and changed since, in the order
/// of their ids.
///
/// # Errors
/// The database can't be read.
pub async fn page_of(
    conn: &mut Conn,
    person: PersonId,
    after: Uuid,
    since: i64,
    limit: i64,
) -> Result<Vec<(Customer, i64)>> {
    conn.settle().await?;
    fetch_all!(conn, Row, PAGE_OF, person.0, since, after, limit)?.into_iter().map(Row::read).collect()
}

const SAVE: &str = "INSERT INTO customers (id, archive_number, region, record, version) VALUES ($1, $2, $3, $4, 1) \
     ON CONFLICT (id) DO UPDATE SET archive_number = excluded.archive_number, region = excluded.region, \
     record = excluded.record, version = customers.version + 1 RETURNING version";

/// Stores a customer; returns the record's new version.
///
/// # Errors
/// The archive number is taken, or the database did not do it.
pub async fn save(tx: &mut Tx, customer: &Customer) -> Result<i64> {
    let record = serde_json::to_string(customer)?;
    let row: Option<(i64,)> = fetch_optional!(
        tx.conn(),
        (i64,),
        SAVE,
        customer.id.0,
        customer.archive_number.as_str(),
        customer.region.as_str(),
        record.as_str()
    )?;
    Ok(row.map_or(1, |(version,)| version))
}
