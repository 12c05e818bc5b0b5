-- The queue of calls after visits; work that falls due at a time; notices that tell people of it.

CREATE TABLE follow_ups (
    request BLOB PRIMARY KEY REFERENCES requests (id),
    region TEXT NOT NULL,
    -- `due`, `case` or `done`.
    stage TEXT NOT NULL,
    -- When the call is due, since when the case is open, when the call was made.
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX follow_ups_by_stage ON follow_ups (stage, at, request);

-- At most one job a matter: whoever queues it again only moves it.
CREATE TABLE jobs (
    -- Such as `clocks/019d1b3a-…`.
    id TEXT PRIMARY KEY,
    run_at INTEGER NOT NULL,
    -- Attempts that failed since it was queued.
    attempts INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_by_time ON jobs (run_at, id);

CREATE TABLE notices (
    id BLOB PRIMARY KEY,
    person BLOB NOT NULL REFERENCES people (id),
    -- What it is about: a person is told once of each matter.
    matter TEXT NOT NULL,
    request BLOB REFERENCES requests (id),
    at INTEGER NOT NULL,
    read_at INTEGER,
    record TEXT NOT NULL,
    UNIQUE (person, matter)
) STRICT;
CREATE INDEX notices_of_person ON notices (person, at);
CREATE INDEX notices_of_request ON notices (request);
