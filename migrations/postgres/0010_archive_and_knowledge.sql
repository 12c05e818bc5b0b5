-- Archived forms are looked for by month, and what is written off by how long ago; each begets at most one draft of
-- knowledge.
CREATE INDEX requests_by_opening ON requests (state, opened_at, id);

CREATE TABLE knowledge_articles (
    id UUID PRIMARY KEY,
    source UUID NOT NULL UNIQUE REFERENCES requests (id),
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    search_text TEXT NOT NULL,
    record TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX knowledge_articles_newest ON knowledge_articles (created_at, id);
