//! Three macros that run the same constant SQL on either engine.

/// Runs a query and returns all rows as `Vec<$row>`.
macro_rules! fetch_all {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $conn {
            $crate::connection::Conn::Sqlite(conn) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **conn).await,
            $crate::connection::Conn::Postgres(conn) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **conn).await,
        }
    };
}

/// Runs a query and returns the first row, if there is one.
macro_rules! fetch_optional {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $conn {
            $crate::connection::Conn::Sqlite(conn) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **conn).await,
            $crate::connection::Conn::Postgres(conn) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **conn).await,
        }
    };
}

/// Runs a statement and returns the number of rows it touched.
macro_rules! execute {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $conn {
            $crate::connection::Conn::Sqlite(conn) => {
                sqlx::query($sql)$(.bind($bind))*.execute(&mut **conn).await.map(|done| done.rows_affected())
            }
            $crate::connection::Conn::Postgres(conn) => {
                sqlx::query($sql)$(.bind($bind))*.execute(&mut **conn).await.map(|done| done.rows_affected())
            }
        }
    };
}
