-- Duty rosters, one a month. Not among the settings: every node and tablet reads all of those at each change.

CREATE TABLE rosters (
    -- Such as `2026-11`.
    month TEXT PRIMARY KEY NOT NULL,
    -- As JSON.
    record TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
