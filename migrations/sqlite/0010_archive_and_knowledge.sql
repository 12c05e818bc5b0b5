-- Archived forms are looked for by month, and what is written off by how long ago; each begets at most one draft of
-- knowledge.
CREATE INDEX requests_by_opening ON requests (state, opened_at, id);

CREATE TABLE knowledge_articles (
    id BLOB PRIMARY KEY,
    source BLOB NOT NULL UNIQUE REFERENCES requests (id),
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    search_text TEXT NOT NULL,
    record TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX knowledge_articles_newest ON knowledge_articles (created_at, id);
