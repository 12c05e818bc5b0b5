-- The device that asks in a session: what it may still ask ends with the device's revocation.
ALTER TABLE sessions ADD COLUMN device BLOB REFERENCES devices (id);
