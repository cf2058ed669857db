-- Runs of several steps. Times are milliseconds since 1970.

-- The definition that the window gathers for.
ALTER TABLE flow_window ADD COLUMN digest TEXT NOT NULL DEFAULT '';

ALTER TABLE flow_run ADD COLUMN digest TEXT NOT NULL DEFAULT '';
-- POSTED: its last posting is made, nothing comes after it. CALLING, WAITING, STOPPED: open. DONE, ENDED: over.
ALTER TABLE flow_run ADD COLUMN state TEXT NOT NULL DEFAULT 'POSTED';
-- The step it stands at, from 0; -1: the flow's own condition.
ALTER TABLE flow_run ADD COLUMN step INTEGER NOT NULL DEFAULT 0;
-- Log position of the event that began it; 0 for a window.
ALTER TABLE flow_run ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
-- What distinguishes its effects: the event's id, or the hash of the window's ranges.
ALTER TABLE flow_run ADD COLUMN basis TEXT NOT NULL DEFAULT '';
-- What its steps know: a JSON object; empty when no further step reads it.
ALTER TABLE flow_run ADD COLUMN content TEXT NOT NULL DEFAULT '';
-- Why it is STOPPED or ENDED, and the case that asks.
ALTER TABLE flow_run ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE flow_run ADD COLUMN question TEXT NOT NULL DEFAULT '';

CREATE INDEX flow_run_open ON flow_run (state, flow) WHERE state IN ('CALLING', 'WAITING', 'STOPPED');
CREATE INDEX flow_run_position ON flow_run (position) WHERE position > 0;

-- Every version that ever ran, by the hash of its text.
CREATE TABLE flow_definition (
  digest     TEXT PRIMARY KEY,
  flow       TEXT NOT NULL,
  version    INTEGER NOT NULL,
  file       TEXT NOT NULL,
  definition TEXT NOT NULL,
  since      INTEGER NOT NULL
) WITHOUT ROWID;

-- Effects that each flow has had: one that has posted never changes.
CREATE TABLE flow_effect (
  flow      TEXT NOT NULL,
  target    TEXT NOT NULL,
  operation TEXT NOT NULL,
  effect    TEXT NOT NULL,
  since     INTEGER NOT NULL,
  PRIMARY KEY (flow, target, operation, effect)
) WITHOUT ROWID;
INSERT INTO flow_effect SELECT flow, target, operation, effect, activated_at FROM flow_activation;
DROP TABLE flow_activation;

-- Postings of runs of more than one step, and what each was for.
CREATE TABLE flow_call (
  posting INTEGER NOT NULL,
  run     INTEGER NOT NULL REFERENCES flow_run (id),
  step    INTEGER NOT NULL,
  name    TEXT NOT NULL,
  PRIMARY KEY (posting, run)
) WITHOUT ROWID;
CREATE INDEX flow_call_run ON flow_call (run, step);

-- Runs that wait for an event; due_at is empty once its case was opened.
CREATE TABLE flow_wait (
  run        INTEGER PRIMARY KEY REFERENCES flow_run (id),
  expression TEXT NOT NULL,
  key        TEXT NOT NULL,
  begun_at   INTEGER NOT NULL,
  due_at     INTEGER
);
CREATE INDEX flow_wait_key ON flow_wait (expression, key);
CREATE INDEX flow_wait_due ON flow_wait (due_at) WHERE due_at IS NOT NULL;

-- Events that some run may wait for, by what is compared.
CREATE TABLE flow_heard (
  expression TEXT NOT NULL,
  key        TEXT NOT NULL,
  position   INTEGER NOT NULL,
  heard_at   INTEGER NOT NULL,
  PRIMARY KEY (expression, key, position)
) WITHOUT ROWID;
CREATE INDEX flow_heard_age ON flow_heard (heard_at);

-- Confirmed quantities per order, for flows whose later steps read them.
CREATE TABLE flow_confirmed (
  target     TEXT NOT NULL,
  operation  TEXT NOT NULL,
  effect     TEXT NOT NULL,
  order_name TEXT NOT NULL,
  unit       TEXT NOT NULL,
  good       TEXT NOT NULL,
  scrap      TEXT NOT NULL,
  rework     TEXT NOT NULL,
  total      TEXT NOT NULL,
  PRIMARY KEY (target, operation, effect, order_name, unit)
) WITHOUT ROWID;
