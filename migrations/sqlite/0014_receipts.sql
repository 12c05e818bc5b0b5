-- Everybody can look up what the server has signed for them, and gets back what they had begun.

CREATE INDEX envelopes_of_person ON envelopes (person, received_at, device_seq, sha256);

-- What somebody had begun and not finished when they left a tablet. It is no action; it waits for its person.
CREATE TABLE begun (
    -- Of the sealed packet it came in.
    sha256 TEXT PRIMARY KEY,
    person BLOB NOT NULL REFERENCES people (id),
    device BLOB NOT NULL REFERENCES devices (id),
    received_at INTEGER NOT NULL,
    -- Names and texts, as JSON.
    drafts TEXT NOT NULL,
    -- When a tablet of its person took it up again.
    taken_up_at INTEGER
) STRICT;
CREATE INDEX begun_of_person ON begun (person, received_at);
