//! Macros that run the same SQL on either engine, and the text of statements about many rows.

use std::fmt::Write;

use crate::Link;

/// Runs a query and returns all rows as `Vec<$row>`.
macro_rules! fetch_all {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $conn.link {
            $crate::Link::Sqlite(conn) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **conn).await,
            $crate::Link::Postgres(conn) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **conn).await,
        }
    };
}

/// Runs a query and returns the first row, if there is one.
macro_rules! fetch_optional {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $conn.link {
            $crate::Link::Sqlite(conn) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **conn).await,
            $crate::Link::Postgres(conn) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **conn).await,
        }
    };
}

/// Runs a statement and returns the number of rows it touched.
macro_rules! execute {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $conn.link {
            $crate::Link::Sqlite(conn) => {
                sqlx::query($sql)$(.bind($bind))*.execute(&mut **conn).await.map(|done| done.rows_affected())
            }
            $crate::Link::Postgres(conn) => {
                sqlx::query($sql)$(.bind($bind))*.execute(&mut **conn).await.map(|done| done.rows_affected())
            }
        }
    };
}

/// Runs a query about a list of values, written for one of them as `IN ($1)`, in as few statements as it takes, and
/// returns all rows as `Vec<$row>`.
macro_rules! fetch_listed {
    ($conn:expr, $row:ty, $sql:expr, $values:expr, |$value:pat_param| $bind:expr) => {
        async {
            let mut found: Vec<$row> = Vec::new();
            for values in $values.chunks($crate::sql::LARGEST) {
                // Naming a value twice finds nothing twice, and few lengths are few statements.
                let places = values.len().next_power_of_two();
                let values = values.iter().chain(values.last().into_iter().cycle()).take(places);
                let sql = sqlx::AssertSqlSafe($crate::sql::spread($sql, places, &$conn.link));
                match &mut $conn.link {
                    $crate::Link::Sqlite(conn) => {
                        let query = values.fold(sqlx::query_as::<_, $row>(sql), |query, $value| query.bind($bind));
                        found.extend(query.fetch_all(&mut **conn).await?);
                    }
                    $crate::Link::Postgres(conn) => {
                        let query = values.fold(sqlx::query_as::<_, $row>(sql), |query, $value| query.bind($bind));
                        found.extend(query.fetch_all(&mut **conn).await?);
                    }
                }
            }
            Ok::<_, $crate::StoreError>(found)
        }
        .await
    };
}

/// Runs a statement about many rows, written for one of them as `VALUES ($1, …)`, in as few statements as it takes.
macro_rules! execute_rows {
    ($conn:expr, $sql:expr, $rows:expr, |$row:pat_param| [$($bind:expr),+ $(,)?]) => {
        async {
            for portion in $crate::sql::portions($rows) {
                let sql = sqlx::AssertSqlSafe($crate::sql::spread($sql, portion.len(), &$conn.link));
                match &mut $conn.link {
                    $crate::Link::Sqlite(conn) => {
                        let query = portion.iter().fold(sqlx::query(sql), |query, $row| query$(.bind($bind))+);
                        query.execute(&mut **conn).await?;
                    }
                    $crate::Link::Postgres(conn) => {
                        let query = portion.iter().fold(sqlx::query(sql), |query, $row| query$(.bind($bind))+);
                        query.execute(&mut **conn).await?;
                    }
                }
            }
            Ok::<_, $crate::StoreError>(())
        }
        .await
    };
}

/// Rows or values of one statement at most.
pub(crate) const LARGEST: usize = 128;

/// Cuts rows into portions of 128, 64, 32, 16, 8, 4, 2 and 1: each size is a statement of its own, and a connection keeps
/// a prepared one for each.
pub(crate) fn portions<T>(rows: &[T]) -> impl Iterator<Item = &[T]> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let size = (1..=rest.len().min(LARGEST)).rev().find(|size| size.is_power_of_two())?;
        let (portion, others) = rest.split_at(size);
        rest = others;
        Some(portion)
    })
}

/// The text for many rows of a statement that is written for one: `VALUES ($1, $2)` becomes `VALUES ($1, $2), ($3, $4)`,
/// and a list of single values `IN ($1)` becomes `IN ($1, $2)`. For SQLite the places bear no numbers: it takes `$7` for
/// a name, and finding a thousand names takes longer than the rows.
pub(crate) fn spread(sql: &str, rows: usize, link: &Link) -> String {
    let numbered = matches!(link, Link::Postgres(_));
    spread_out(sql, rows, numbered)
}

fn spread_out(sql: &str, rows: usize, numbered: bool) -> String {
    let begin = sql.find("($1").unwrap_or(sql.len());
    let end = sql[begin..].find(')').map_or(sql.len(), |length| begin + length);
    let columns = sql[begin..end].matches('$').count();
    let between_rows = if columns == 1 { ", " } else { "), (" };
    let mut text = String::with_capacity(sql.len() + rows * columns * 6);
    text.push_str(&sql[..begin]);
    for place in 0..rows * columns {
        let before = match place {
            0 => "(",
            place if place % columns == 0 => between_rows,
            _ => ", ",
        };
        text.push_str(before);
        if numbered {
            let _ = write!(text, "${}", place + 1);
        } else {
            text.push('?');
        }
    }
    text.push_str(&sql[end..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_into_few_sizes() {
        let rows: Vec<usize> = (0..203).collect();
        let sizes: Vec<usize> = portions(&rows).map(<[usize]>::len).collect();
        assert_eq!(sizes, [128, 64, 8, 2, 1]);
        assert_eq!(portions(&rows).flatten().copied().collect::<Vec<_>>(), rows);
        assert_eq!(portions::<u8>(&[]).count(), 0);
    }

    #[test]
    fn a_statement_for_one_row_is_spread_over_many() {
        assert_eq!(spread_out("VALUES ($1, $2) ON", 2, true), "VALUES ($1, $2), ($3, $4) ON");
        assert_eq!(spread_out("VALUES ($1, $2) ON", 2, false), "VALUES (?, ?), (?, ?) ON");
        assert_eq!(spread_out("WHERE id IN ($1)", 3, true), "WHERE id IN ($1, $2, $3)");
        assert_eq!(spread_out("WHERE id IN ($1) LIMIT 5", 1, true), "WHERE id IN ($1) LIMIT 5");
    }
}
