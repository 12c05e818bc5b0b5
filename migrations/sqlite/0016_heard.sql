-- When a device was last heard at all. Times that it claims are weighed against last_contact, which only moves when it
-- proves itself; a pull proves nothing.
ALTER TABLE devices ADD COLUMN heard_at INTEGER NOT NULL DEFAULT 0;
UPDATE devices SET heard_at = last_contact;
