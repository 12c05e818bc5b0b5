-- The queue of calls after visits; work that falls due at a time; notices that tell people of it.

CREATE TABLE follow_ups (
    request UUID PRIMARY KEY REFERENCES requests (id),
    region TEXT NOT NULL,
    -- `due`, `case` or `done`.
    stage TEXT NOT NULL,
    -- When the call is due, since when the case is open, when the call was made.
    at BIGINT NOT NULL
);
CREATE INDEX follow_ups_by_stage ON follow_ups (stage, at, request);

-- At most one job a matter: whoever queues it again only moves it.
CREATE TABLE jobs (
    -- Such as `clocks/019d1b3a-…`.
    id TEXT PRIMARY KEY,
    run_at BIGINT NOT NULL,
    -- Attempts that failed since it was queued.
    attempts BIGINT NOT NULL
);
CREATE INDEX jobs_by_time ON jobs (run_at, id);

CREATE TABLE notices (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES people (id),
    -- What it is about: a person is told once of each matter.
    matter TEXT NOT NULL,
    request UUID REFERENCES requests (id),
    at BIGINT NOT NULL,
    read_at BIGINT,
    record TEXT NOT NULL,
    UNIQUE (person, matter)
);
CREATE INDEX notices_of_person ON notices (person, at);
CREATE INDEX notices_of_request ON notices (request);
