-- People, sessions, devices; customers, cases, requests; what was received; what changed; blobs.
-- Instants are epoch milliseconds, ids UUID, records JSON that is stored and never queried.

CREATE TABLE facts_of_the_centre (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE people (
    id UUID PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    active BOOLEAN NOT NULL,
    record TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE sign_in_attempts (
    login TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
);

CREATE TABLE sessions (
    id UUID PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    person UUID NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX sessions_of_person ON sessions (person);

-- A link that is valid once: the first administrator's.
CREATE TABLE one_time_links (
    token_hash TEXT PRIMARY KEY,
    person UUID NOT NULL REFERENCES people (id),
    expires_at BIGINT NOT NULL
);

CREATE TABLE devices (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_contact BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE TABLE device_people (
    device UUID NOT NULL REFERENCES devices (id),
    person UUID NOT NULL REFERENCES people (id),
    PRIMARY KEY (device, person)
);

CREATE TABLE customers (
    id UUID PRIMARY KEY,
    archive_number TEXT NOT NULL UNIQUE,
    region TEXT NOT NULL,
    record TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE cases (
    id UUID PRIMARY KEY,
    customer UUID NOT NULL REFERENCES customers (id),
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE requests (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    customer UUID NOT NULL REFERENCES customers (id),
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    region TEXT NOT NULL,
    -- When the earliest running clock is due; far in the future when none runs.
    due_at BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    is_closed BOOLEAN NOT NULL,
    search_text TEXT NOT NULL,
    record TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX requests_by_due ON requests (due_at, id);
CREATE INDEX requests_by_state ON requests (state, due_at, id);
CREATE INDEX requests_of_customer ON requests (customer, opened_at);
CREATE INDEX requests_by_change ON requests (is_closed, changed_at);
CREATE UNIQUE INDEX requests_by_number ON requests (number) WHERE number <> '';

-- Whose own a request is: everybody ever sent, and whoever submitted it.
CREATE TABLE request_people (
    person UUID NOT NULL REFERENCES people (id),
    request UUID NOT NULL REFERENCES requests (id),
    PRIMARY KEY (person, request)
);

CREATE TABLE dispatches (
    id UUID PRIMARY KEY,
    request UUID NOT NULL REFERENCES requests (id),
    engineer UUID NOT NULL REFERENCES people (id)
);

-- Everything ever received, whole, for ever. The same id may come with other content: both are kept.
CREATE TABLE envelopes (
    id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    device UUID NOT NULL,
    person UUID NOT NULL,
    -- The device's own order: 1, 2, 3 …; 0 when it could not be read.
    device_seq BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (id, sha256)
);
CREATE INDEX envelopes_of_device ON envelopes (device, device_seq);
CREATE INDEX envelopes_by_outcome ON envelopes (outcome, received_at);

-- The one record of change. The number is taken as the last step before the commit, so that no reader can skip a row.
CREATE TABLE feed (
    name TEXT PRIMARY KEY,
    seq BIGINT NOT NULL,
    head TEXT NOT NULL
);
INSERT INTO feed (name, seq, head) VALUES ('changes', 0, '');

CREATE TABLE changes (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    person UUID,
    person_name TEXT NOT NULL,
    device UUID,
    address TEXT NOT NULL,
    command TEXT NOT NULL,
    envelope TEXT NOT NULL,
    facts TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX changes_of_record ON changes (kind, id, seq);

-- One chain of signatures a case; its head moves only from where it stood.
CREATE TABLE signature_chains (
    case_id UUID PRIMARY KEY REFERENCES cases (id),
    head TEXT NOT NULL,
    length BIGINT NOT NULL
);

CREATE TABLE blobs (
    sha256 TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    -- Small ones lie here, larger ones in the folder of blobs.
    bytes BYTEA,
    created_at BIGINT NOT NULL,
    created_by UUID NOT NULL
);

CREATE TABLE blob_uses (
    sha256 TEXT NOT NULL,
    request UUID NOT NULL REFERENCES requests (id),
    PRIMARY KEY (sha256, request)
);
