-- What the lists on paper are made of, and the codes on them.
CREATE INDEX requests_by_day ON requests (opened_at);

-- Problems that were sent to headquarters.
CREATE TABLE headquarters_cases (
    request UUID PRIMARY KEY REFERENCES requests (id),
    sent_at BIGINT NOT NULL
);
CREATE INDEX headquarters_cases_by_day ON headquarters_cases (sent_at);

CREATE TABLE list_papers (
    code TEXT PRIMARY KEY,
    -- Which list of which day or year, as JSON.
    list TEXT NOT NULL,
    -- For whom it was made: everybody sees what they may.
    person UUID NOT NULL REFERENCES people (id),
    -- SHA-256 in hex of what the paper says.
    content_hash TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX list_papers_by_content ON list_papers (content_hash);
