-- Requests about which a manager has to decide; envelopes that could not be taken in, and what came of trying again.

CREATE TABLE disputes (
    request BLOB PRIMARY KEY REFERENCES requests (id),
    region TEXT NOT NULL,
    -- Since when the oldest open matter waits.
    since INTEGER NOT NULL
) STRICT;
CREATE INDEX disputes_by_age ON disputes (since, request);
-- A first list of those that were in dispute before there was one.
INSERT INTO disputes (request, region, since)
SELECT id, region, changed_at FROM requests WHERE record LIKE '%"state":"disputed"%';

-- Each names an envelope by the hash of its whole content. The envelope and its first answer stay as they are.
CREATE TABLE quarantine (
    sha256 TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    person BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    -- When an attempt succeeded.
    taken_in_at INTEGER
) STRICT;
CREATE INDEX quarantine_by_age ON quarantine (received_at, sha256);
INSERT INTO quarantine (sha256, id, person, received_at, attempts)
SELECT sha256, id, person, received_at, 0 FROM envelopes WHERE outcome = 'quarantined';

CREATE TABLE replays (
    sha256 TEXT NOT NULL REFERENCES quarantine (sha256),
    attempt INTEGER NOT NULL,
    at INTEGER NOT NULL,
    person BLOB NOT NULL,
    person_name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    -- The answer, as JSON.
    result TEXT NOT NULL,
    PRIMARY KEY (sha256, attempt)
) STRICT;
