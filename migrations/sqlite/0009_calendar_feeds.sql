-- An engineer's private calendar address: only the hash of its token is kept.
CREATE TABLE calendar_feeds (
    person BLOB PRIMARY KEY REFERENCES people (id),
    token_hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;
