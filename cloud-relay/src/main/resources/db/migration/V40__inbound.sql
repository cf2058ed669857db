-- Messages of other systems. Times are milliseconds since 1970.

-- Ids that were taken, with the SHA-256 of the body.
CREATE TABLE inbound_message (
  webhook  TEXT NOT NULL,
  message  TEXT NOT NULL,
  hash     TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  PRIMARY KEY (webhook, message)
);
CREATE INDEX inbound_message_age ON inbound_message (taken_at);

-- Numbers of its events in the log.
CREATE TABLE inbound_stream (
  webhook  TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL
) WITHOUT ROWID;
