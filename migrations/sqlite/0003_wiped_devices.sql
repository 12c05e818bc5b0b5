-- When a revoked device said, by its own key, that it holds nothing any more.
ALTER TABLE devices ADD COLUMN wiped_at INTEGER;
