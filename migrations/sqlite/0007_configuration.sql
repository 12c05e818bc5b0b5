-- Clocks and calendars that differ from those the product comes with.

CREATE TABLE configuration (
    -- `clock` or `calendar`.
    kind TEXT NOT NULL,
    -- Id of the rule, name of the calendar.
    name TEXT NOT NULL,
    -- As JSON; absent when it is as predefined again.
    record TEXT,
    version INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT;
