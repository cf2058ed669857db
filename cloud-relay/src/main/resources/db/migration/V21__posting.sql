-- Lanes of documents. Times are milliseconds since 1970.

-- Postings of one lane run one after the other; the fence grows with each claim and takeover.
CREATE TABLE lane (
  id        INTEGER PRIMARY KEY,
  target    TEXT NOT NULL,
  order_key TEXT NOT NULL,
  fence     INTEGER NOT NULL DEFAULT 0,
  -- 1: what comes later is set aside too (poison policy park-key)
  parked    INTEGER NOT NULL DEFAULT 0,
  UNIQUE (target, order_key)
);

CREATE TABLE posting (
  id            INTEGER PRIMARY KEY,
  target        TEXT NOT NULL,
  operation     TEXT NOT NULL,
  effect        TEXT NOT NULL,
  lane          INTEGER NOT NULL REFERENCES lane (id),
  order_name    TEXT NOT NULL,
  key           TEXT NOT NULL,
  reference     TEXT NOT NULL,
  run           INTEGER NOT NULL,
  fields        TEXT NOT NULL,
  state         TEXT NOT NULL,
  -- 1 while the lane must deal with it: READY, SENDING, UNKNOWN, REJECTED
  open          INTEGER NOT NULL,
  -- failures that count towards the limit; times sent; times nobody knew the outcome
  attempts      INTEGER NOT NULL DEFAULT 0,
  -- rows in attempt
  tries         INTEGER NOT NULL DEFAULT 0,
  sends         INTEGER NOT NULL DEFAULT 0,
  unknowns      INTEGER NOT NULL DEFAULT 0,
  document      TEXT,
  failure_class TEXT,
  failure_text  TEXT,
  -- of a reversal: what is reversed
  undo_of       INTEGER REFERENCES posting (id),
  undo_document TEXT,
  -- when documents with our reference are counted again, and how often still
  count_due     INTEGER,
  counts_left   INTEGER NOT NULL DEFAULT 0,
  duplicate     INTEGER NOT NULL DEFAULT 0,
  created_at    INTEGER NOT NULL,
  changed_at    INTEGER NOT NULL,
  UNIQUE (target, key)
);
CREATE INDEX posting_open ON posting (lane, id) WHERE open = 1;
CREATE INDEX posting_count ON posting (count_due) WHERE counts_left > 0;
CREATE INDEX posting_order ON posting (order_name);
CREATE INDEX posting_document ON posting (document) WHERE document IS NOT NULL;
CREATE INDEX posting_undo ON posting (undo_of) WHERE undo_of IS NOT NULL;
CREATE INDEX posting_state ON posting (target, state);

-- Stretches of counter chains that the posting carries.
CREATE TABLE posting_range (
  posting    INTEGER NOT NULL REFERENCES posting (id),
  counter    TEXT NOT NULL,
  generation TEXT NOT NULL,
  kind       INTEGER NOT NULL,
  from_value INTEGER NOT NULL,
  to_value   INTEGER NOT NULL,
  quantity   TEXT NOT NULL,
  unit       TEXT NOT NULL
);
CREATE INDEX posting_range_posting ON posting_range (posting);
CREATE INDEX posting_range_chain ON posting_range (counter, generation, from_value);

-- Log positions behind it.
CREATE TABLE posting_member (
  posting  INTEGER NOT NULL REFERENCES posting (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (posting, position)
);
CREATE INDEX posting_member_position ON posting_member (position);

-- Append-only: written before the first byte leaves.
CREATE TABLE attempt (
  posting    INTEGER NOT NULL REFERENCES posting (id),
  number     INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  fence      INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  PRIMARY KEY (posting, number)
);

-- Append-only: how attempts ended, also those that came too late to count.
CREATE TABLE attempt_end (
  posting  INTEGER NOT NULL,
  number   INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  outcome  TEXT NOT NULL,
  text     TEXT NOT NULL
);
CREATE INDEX attempt_end_posting ON attempt_end (posting, number);

-- Documents beyond the one that is kept.
CREATE TABLE posting_surplus (
  posting  INTEGER NOT NULL REFERENCES posting (id),
  document TEXT NOT NULL,
  PRIMARY KEY (posting, document)
);
CREATE INDEX posting_surplus_document ON posting_surplus (document);

-- Sums per counter and order, kept with each creation and confirmation: whole units and millionths beside them,
-- added up exactly by the database; millionths carry over when they are read.
CREATE TABLE posting_total (
  counter          TEXT NOT NULL,
  order_name       TEXT NOT NULL,
  planned          INTEGER NOT NULL,
  planned_micros   INTEGER NOT NULL,
  confirmed        INTEGER NOT NULL,
  confirmed_micros INTEGER NOT NULL,
  PRIMARY KEY (counter, order_name)
);
