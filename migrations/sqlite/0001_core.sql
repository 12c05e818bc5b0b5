-- People, sessions, devices; customers, cases, requests; what was received; what changed; blobs.
-- Instants are epoch milliseconds, ids 16 bytes, records JSON that is stored and never queried.

CREATE TABLE facts_of_the_centre (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

CREATE TABLE people (
    id BLOB PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    active INTEGER NOT NULL,
    record TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE sign_in_attempts (
    login TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id BLOB PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    person BLOB NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_of_person ON sessions (person);

-- A link that is valid once: the first administrator's.
CREATE TABLE one_time_links (
    token_hash TEXT PRIMARY KEY,
    person BLOB NOT NULL REFERENCES people (id),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE devices (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_contact INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

CREATE TABLE device_people (
    device BLOB NOT NULL REFERENCES devices (id),
    person BLOB NOT NULL REFERENCES people (id),
    PRIMARY KEY (device, person)
) STRICT;

CREATE TABLE customers (
    id BLOB PRIMARY KEY,
    archive_number TEXT NOT NULL UNIQUE,
    region TEXT NOT NULL,
    record TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE cases (
    id BLOB PRIMARY KEY,
    customer BLOB NOT NULL REFERENCES customers (id),
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE requests (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    customer BLOB NOT NULL REFERENCES customers (id),
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    region TEXT NOT NULL,
    -- When the earliest running clock is due; far in the future when none runs.
    due_at INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    is_closed INTEGER NOT NULL,
    search_text TEXT NOT NULL,
    record TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX requests_by_due ON requests (due_at, id);
CREATE INDEX requests_by_state ON requests (state, due_at, id);
CREATE INDEX requests_of_customer ON requests (customer, opened_at);
CREATE INDEX requests_by_change ON requests (is_closed, changed_at);
CREATE UNIQUE INDEX requests_by_number ON requests (number) WHERE number <> '';

-- Whose own a request is: everybody ever sent, and whoever submitted it.
CREATE TABLE request_people (
    person BLOB NOT NULL REFERENCES people (id),
    request BLOB NOT NULL REFERENCES requests (id),
    PRIMARY KEY (person, request)
) STRICT;

CREATE TABLE dispatches (
    id BLOB PRIMARY KEY,
    request BLOB NOT NULL REFERENCES requests (id),
    engineer BLOB NOT NULL REFERENCES people (id)
) STRICT;

-- Everything ever received, whole, for ever. The same id may come with other content: both are kept.
CREATE TABLE envelopes (
    id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    device BLOB NOT NULL,
    person BLOB NOT NULL,
    -- The device's own order: 1, 2, 3 …; 0 when it could not be read.
    device_seq INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (id, sha256)
) STRICT;
CREATE INDEX envelopes_of_device ON envelopes (device, device_seq);
CREATE INDEX envelopes_by_outcome ON envelopes (outcome, received_at);

-- The one record of change. The number is taken as the last step before the commit, so that no reader can skip a row.
CREATE TABLE feed (
    name TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    head TEXT NOT NULL
) STRICT;
INSERT INTO feed (name, seq, head) VALUES ('changes', 0, '');

CREATE TABLE changes (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    person BLOB,
    person_name TEXT NOT NULL,
    device BLOB,
    address TEXT NOT NULL,
    command TEXT NOT NULL,
    envelope TEXT NOT NULL,
    facts TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX changes_of_record ON changes (kind, id, seq);

-- One chain of signatures a case; its head moves only from where it stood.
CREATE TABLE signature_chains (
    case_id BLOB PRIMARY KEY REFERENCES cases (id),
    head TEXT NOT NULL,
    length INTEGER NOT NULL
) STRICT;

CREATE TABLE blobs (
    sha256 TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    -- Small ones lie here, larger ones in the folder of blobs.
    bytes BLOB,
    created_at INTEGER NOT NULL,
    created_by BLOB NOT NULL
) STRICT;

CREATE TABLE blob_uses (
    sha256 TEXT NOT NULL,
    request BLOB NOT NULL REFERENCES requests (id),
    PRIMARY KEY (sha256, request)
) STRICT;
