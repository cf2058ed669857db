-- From counts to postings. Times are milliseconds since 1970.

-- How far a reader of the log has come.
CREATE TABLE flow_cursor (
  name     TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) WITHOUT ROWID;

-- What a flow said when it was activated first: its effect is fixed from then on.
CREATE TABLE flow_activation (
  flow         TEXT PRIMARY KEY,
  version      INTEGER NOT NULL,
  target       TEXT NOT NULL,
  operation    TEXT NOT NULL,
  effect       TEXT NOT NULL,
  activated_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Counts of one machine and order that gather for the next posting.
CREATE TABLE flow_window (
  id            INTEGER PRIMARY KEY,
  flow          TEXT NOT NULL,
  plant         TEXT NOT NULL,
  equipment     TEXT NOT NULL,
  order_name    TEXT NOT NULL,
  unit          TEXT NOT NULL,
  business_date TEXT NOT NULL,
  opened_at     INTEGER NOT NULL,
  -- log positions, as 3-5,9
  members       TEXT NOT NULL,
  UNIQUE (flow, plant, equipment, order_name)
);
CREATE INDEX flow_window_age ON flow_window (flow, opened_at);

CREATE TABLE flow_window_range (
  window     INTEGER NOT NULL REFERENCES flow_window (id) ON DELETE CASCADE,
  counter    TEXT NOT NULL,
  generation TEXT NOT NULL,
  from_value INTEGER NOT NULL,
  to_value   INTEGER NOT NULL,
  kind       INTEGER NOT NULL,
  quantity   TEXT NOT NULL,
  PRIMARY KEY (window, counter, generation, from_value)
) WITHOUT ROWID;

-- A window that became a posting, or a decision that did.
CREATE TABLE flow_run (
  id         INTEGER PRIMARY KEY,
  flow       TEXT NOT NULL,
  version    INTEGER NOT NULL,
  plant      TEXT NOT NULL,
  equipment  TEXT NOT NULL,
  order_name TEXT NOT NULL,
  opened_at  INTEGER NOT NULL,
  closed_at  INTEGER NOT NULL,
  closed_by  TEXT NOT NULL
);

-- Where the next posting of a generation begins.
CREATE TABLE flow_posted_to (
  target     TEXT NOT NULL,
  operation  TEXT NOT NULL,
  effect     TEXT NOT NULL,
  counter    TEXT NOT NULL,
  generation TEXT NOT NULL,
  posted_to  INTEGER NOT NULL,
  PRIMARY KEY (target, operation, effect, counter, generation)
) WITHOUT ROWID;

-- The orders that a machine worked on: the present one, and when the others ended.
CREATE TABLE flow_order (
  plant      TEXT NOT NULL,
  equipment  TEXT NOT NULL,
  order_name TEXT NOT NULL,
  -- by the source's clock and by ours; 0 while it is the present one
  ended_at   INTEGER NOT NULL,
  ended_seen INTEGER NOT NULL,
  PRIMARY KEY (plant, equipment, order_name)
) WITHOUT ROWID;
