-- What a person must decide. Times are milliseconds since 1970; decisions are one name per line.
CREATE TABLE exception_case (
  id           INTEGER PRIMARY KEY,
  class        TEXT NOT NULL,
  fingerprint  TEXT NOT NULL,
  title        TEXT NOT NULL,
  detail       TEXT NOT NULL,
  plant        TEXT NOT NULL,
  order_name   TEXT NOT NULL,
  subject      TEXT NOT NULL,
  decisions    TEXT NOT NULL,
  occurrences  INTEGER NOT NULL,
  opened_at    INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  closed_at    INTEGER,
  decision     TEXT NOT NULL DEFAULT '',
  note         TEXT NOT NULL DEFAULT ''
);
-- Equal questions are one while open.
CREATE UNIQUE INDEX exception_case_open ON exception_case (class, fingerprint) WHERE closed_at IS NULL;
