-- What an agent said when the relay was found to be restored from a backup: up to which sequence it had heard
-- acknowledgements, and how far its journal went. Restores are numbered; the newest counts.
CREATE TABLE stream_restored (
  agent     TEXT    NOT NULL,
  stream    TEXT    NOT NULL,
  restore   INTEGER NOT NULL,
  heard     INTEGER NOT NULL,
  announced INTEGER NOT NULL,
  PRIMARY KEY (agent, stream)
) WITHOUT ROWID;
