-- When a chain of signatures last moved: the daily anchor names the chains of its day.
ALTER TABLE signature_chains ADD COLUMN moved_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX signature_chains_moved ON signature_chains (moved_at, case_id);
