-- When a request last changed, if it is closed; far in the future while it is open. So what a tablet starts with is found
-- without walking through everything its person ever did.
ALTER TABLE request_people ADD COLUMN closed_at INTEGER NOT NULL DEFAULT 9223372036854775807;
UPDATE request_people SET closed_at = requests.changed_at FROM requests WHERE requests.id = request_people.request AND requests.is_closed;
CREATE INDEX request_people_at_hand ON request_people (person, closed_at, request);
