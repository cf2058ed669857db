-- What a decision or an event still has to do to runs, beyond those that one transaction takes.
CREATE TABLE flow_rest (
  id        INTEGER PRIMARY KEY,
  -- the decision's name; EVENT where an event came
  deed      TEXT NOT NULL,
  -- what the runs stopped for, or the comparison that they wait with
  question  TEXT NOT NULL,
  -- the decision's note, or the key that the event has
  note      TEXT NOT NULL,
  -- the case's number, or the event's log position
  number    INTEGER NOT NULL,
  -- runs above the first and up to the second are left
  after_run INTEGER NOT NULL,
  last_run  INTEGER NOT NULL
);
