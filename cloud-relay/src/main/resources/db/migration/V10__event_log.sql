-- Who sent it and in which run: one row for thousands of events.
CREATE TABLE log_origin (
  id     INTEGER PRIMARY KEY,
  agent  TEXT NOT NULL,
  plant  TEXT NOT NULL,
  stream TEXT NOT NULL,
  epoch  TEXT NOT NULL,
  UNIQUE (agent, stream, epoch)
);

-- Every event once. The unique key makes a second copy of a record impossible, whatever the code above it does.
CREATE TABLE event_log (
  position    INTEGER PRIMARY KEY AUTOINCREMENT,
  origin      INTEGER NOT NULL REFERENCES log_origin (id),
  sequence    INTEGER NOT NULL,
  event_id    TEXT    NOT NULL,
  type        TEXT    NOT NULL,
  equipment   TEXT    NOT NULL,
  occurred_ms INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  payload     BLOB    NOT NULL,
  UNIQUE (origin, sequence)
);

CREATE INDEX event_log_id ON event_log (event_id);

-- What people search by; the codes of the kinds stand in KeyKind.
CREATE TABLE event_key (
  kind     INTEGER NOT NULL,
  value    TEXT    NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (kind, value, position)
) WITHOUT ROWID;

-- Telemetry, one row for each batch: a RecordBlock, packed as told.
CREATE TABLE telemetry_batch (
  position       INTEGER PRIMARY KEY AUTOINCREMENT,
  origin         INTEGER NOT NULL REFERENCES log_origin (id),
  first_sequence INTEGER NOT NULL,
  last_sequence  INTEGER NOT NULL,
  records        INTEGER NOT NULL,
  received_ms    INTEGER NOT NULL,
  compression    INTEGER NOT NULL,
  raw_size       INTEGER NOT NULL,
  block          BLOB    NOT NULL,
  UNIQUE (origin, first_sequence)
);
