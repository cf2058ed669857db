-- The newest session of each agent. The other branch of a fork is judged by when this one was last seen.
CREATE TABLE agent_session (
  agent     TEXT PRIMARY KEY,
  session   INTEGER NOT NULL,
  epoch     TEXT    NOT NULL,
  journal   TEXT    NOT NULL,
  version   TEXT    NOT NULL,
  opened_ms INTEGER NOT NULL,
  seen_ms   INTEGER NOT NULL
);

-- Each stream's fence: commits of a session with a smaller number are refused.
CREATE TABLE agent_stream (
  agent   TEXT    NOT NULL,
  stream  TEXT    NOT NULL,
  session INTEGER NOT NULL,
  epoch   TEXT    NOT NULL,
  mark    INTEGER NOT NULL,
  PRIMARY KEY (agent, stream)
) WITHOUT ROWID;

-- High-water mark of each run of an agent.
CREATE TABLE stream_epoch (
  agent            TEXT    NOT NULL,
  stream           TEXT    NOT NULL,
  epoch            TEXT    NOT NULL,
  predecessor      TEXT    NOT NULL,
  predecessor_last INTEGER NOT NULL,
  first_sequence   INTEGER NOT NULL,
  mark             INTEGER NOT NULL,
  PRIMARY KEY (agent, stream, epoch)
) WITHOUT ROWID;

CREATE INDEX stream_epoch_predecessor ON stream_epoch (agent, stream, predecessor);

-- Declared holes below the mark that no late record has filled yet.
CREATE TABLE agent_hole (
  agent          TEXT    NOT NULL,
  stream         TEXT    NOT NULL,
  epoch          TEXT    NOT NULL,
  first_sequence INTEGER NOT NULL,
  last_sequence  INTEGER NOT NULL,
  reason         TEXT    NOT NULL,
  declared_ms    INTEGER NOT NULL,
  PRIMARY KEY (agent, stream, epoch, first_sequence)
) WITHOUT ROWID;
