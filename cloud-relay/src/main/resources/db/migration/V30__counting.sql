-- The chain of each counter. Values are extended register values; factors and quantities canonical decimals.

-- Who owns a counter and what its last count said.
CREATE TABLE counter (
  plant      TEXT NOT NULL,
  counter    TEXT NOT NULL,
  agent      TEXT NOT NULL,
  generation TEXT NOT NULL,
  kind       INTEGER NOT NULL,
  equipment  TEXT NOT NULL,
  order_name TEXT NOT NULL,
  factor     TEXT NOT NULL,
  unit       TEXT NOT NULL,
  PRIMARY KEY (plant, counter)
) WITHOUT ROWID;

CREATE TABLE counter_generation (
  plant      TEXT NOT NULL,
  counter    TEXT NOT NULL,
  generation TEXT NOT NULL,
  agent      TEXT NOT NULL,
  previous   TEXT NOT NULL,
  first      INTEGER NOT NULL,
  last       INTEGER NOT NULL,
  first_raw  INTEGER NOT NULL,
  last_raw   INTEGER NOT NULL,
  PRIMARY KEY (plant, counter, generation)
) WITHOUT ROWID;

-- Stretches that the chain passed without an event.
CREATE TABLE counter_hole (
  id         INTEGER PRIMARY KEY,
  plant      TEXT NOT NULL,
  counter    TEXT NOT NULL,
  generation TEXT NOT NULL,
  from_value INTEGER NOT NULL,
  to_value   INTEGER NOT NULL,
  -- OPEN, FILLED, POSTED, IGNORED
  state      TEXT NOT NULL,
  -- what the case is about, the same for all parts of one hole
  subject    TEXT NOT NULL,
  kind       INTEGER NOT NULL,
  equipment  TEXT NOT NULL,
  order_name TEXT NOT NULL,
  factor     TEXT NOT NULL,
  unit       TEXT NOT NULL
);
CREATE INDEX counter_hole_chain ON counter_hole (plant, counter, generation, from_value);
CREATE INDEX counter_hole_subject ON counter_hole (plant, subject);

-- Stretches of logged counts that flows do not see, and the rule that says so.
CREATE TABLE counter_withheld (
  id         INTEGER PRIMARY KEY,
  plant      TEXT NOT NULL,
  counter    TEXT NOT NULL,
  generation TEXT NOT NULL,
  from_value INTEGER NOT NULL,
  to_value   INTEGER NOT NULL,
  position   INTEGER NOT NULL,
  rule       TEXT NOT NULL,
  -- OPEN, POSTED, IGNORED; REPEATED ones are IGNORED from the start
  state      TEXT NOT NULL,
  subject    TEXT NOT NULL,
  -- the one flow that withheld it; empty when the chain did
  flow       TEXT NOT NULL,
  kind       INTEGER NOT NULL,
  equipment  TEXT NOT NULL,
  order_name TEXT NOT NULL,
  factor     TEXT NOT NULL,
  unit       TEXT NOT NULL
);
CREATE INDEX counter_withheld_position ON counter_withheld (position);
CREATE INDEX counter_withheld_subject ON counter_withheld (plant, subject);
CREATE INDEX counter_withheld_order ON counter_withheld (order_name);

-- Sums per counter and order, in the transaction of the count.
CREATE TABLE counter_total (
  plant      TEXT NOT NULL,
  counter    TEXT NOT NULL,
  order_name TEXT NOT NULL,
  kind       INTEGER NOT NULL,
  equipment  TEXT NOT NULL,
  logged     TEXT NOT NULL,
  withheld   TEXT NOT NULL,
  PRIMARY KEY (plant, counter, order_name)
) WITHOUT ROWID;
