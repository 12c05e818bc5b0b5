// Visits that are stored already: copies of one of the demo centre's, written by bulk SQL while no server runs.

import { execFileSync } from "node:child_process";

const PARTS = [[1, 8], [9, 4], [13, 4], [17, 4], [21, 12]];
/** SQL for an id as it stands in a record. */
const dashed = (id) => `lower(${PARTS.map(([at, count]) => `substr(hex(${id}), ${at}, ${count})`).join(" || '-' || ")})`;

/**
 * Writes copies with the numbers `from` to `to`, under ids of their own, each with its change in the record.
 * @param {string} file SQLite
 * @param {{from: number, to: number, model?: string, days: string, engineer?: string, customer?: string}} what
 *     `model`: SQL that finds the visit to copy, else a closed one with a small record; `days`: SQL for how many days
 *     ago the copy number `c.i` changed; `engineer`, `customer`: SQL for whose they are, else everybody's in turn
 */
export function store(file, { from, to, model, days, engineer, customer }) {
    const turns = (table) => `(SELECT id FROM ${table} WHERE place = c.i % (SELECT count(*) FROM ${table}))`;
    const where = customer ?? turns("customer_places");
    const whose = engineer ?? turns("engineers");
    const sql = `
PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;
BEGIN;
CREATE TEMP TABLE model AS SELECT r.*, d.id AS dispatch FROM requests r JOIN dispatches d ON d.request = r.id
  WHERE ${model ?? "r.is_closed"} ORDER BY length(r.record) LIMIT 1;
CREATE TEMP TABLE copies AS
  WITH RECURSIVE numbers (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM numbers WHERE i < ${to - 1})
  SELECT i, randomblob(16) AS request, randomblob(16) AS dispatch FROM numbers;
CREATE TEMP TABLE customer_places AS SELECT row_number() OVER (ORDER BY id) - 1 AS place, id FROM customers;
CREATE TEMP TABLE engineers AS
  SELECT row_number() OVER (ORDER BY engineer) - 1 AS place, engineer AS id FROM (SELECT DISTINCT engineer FROM dispatches);
CREATE INDEX temp.customer_place ON customer_places (place, id);
CREATE INDEX temp.engineer_place ON engineers (place, id);
INSERT INTO requests (id, case_id, customer, number, state, region, due_at, opened_at, changed_at, is_closed, search_text, record, version)
  SELECT c.request, m.case_id, ${where}, 'OLD-' || c.i, m.state, m.region, m.due_at,
    m.opened_at - 86400000 * (${days}), m.changed_at - 86400000 * (${days}), m.is_closed, m.search_text,
    replace(replace(replace(m.record, ${dashed("m.id")}, ${dashed("c.request")}), ${dashed("m.dispatch")}, ${dashed("c.dispatch")}), m.number, 'OLD-' || c.i), 1
  FROM copies c, model m;
INSERT INTO dispatches (id, request, engineer) SELECT c.dispatch, c.request, ${whose} FROM copies c;
INSERT INTO request_people (person, request, closed_at)
  SELECT ${whose}, c.request, CASE WHEN m.is_closed THEN m.changed_at - 86400000 * (${days}) ELSE 9223372036854775807 END FROM copies c, model m;
INSERT INTO changes (seq, at, kind, id, version, person_name, address, command, envelope, facts, hash)
  SELECT (SELECT seq FROM feed) + 1 + c.i - ${from}, 0, 'request', c.request, 1, '', '', 'stored', '', '[]', '' FROM copies c;
UPDATE feed SET seq = seq + ${to - from};
COMMIT;`;
    execFileSync("sqlite3", ["-bail", file], { input: sql, stdio: ["pipe", "ignore", "inherit"] });
}
