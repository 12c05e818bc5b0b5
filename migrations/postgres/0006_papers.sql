-- The codes on our papers, by which anybody can ask whether one still stands.
CREATE TABLE papers (
    code TEXT PRIMARY KEY,
    -- The form, such as QR-03.
    form TEXT NOT NULL,
    request UUID NOT NULL REFERENCES requests (id),
    -- The signature whose record the code follows from; none for a form that nobody had signed when it was printed.
    signature UUID,
    -- SHA-256 in hex of what the paper says.
    content_hash TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX papers_of_request ON papers (request, form, content_hash);
