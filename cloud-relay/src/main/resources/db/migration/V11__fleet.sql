-- Agents that were enrolled here. Revocations are also in a file beside the database, because a restored database must not forget them.
CREATE TABLE agent (
  agent                  TEXT PRIMARY KEY,
  plant                  TEXT    NOT NULL,
  version                TEXT    NOT NULL,
  enrolled_ms            INTEGER NOT NULL,
  certificate_expires_ms INTEGER NOT NULL,
  revoked_ms             INTEGER,
  reason                 TEXT    NOT NULL
);

-- One-time codes: only the hash of the token is kept.
CREATE TABLE enrolment_code (
  token_hash TEXT PRIMARY KEY,
  agent      TEXT    NOT NULL,
  plant      TEXT    NOT NULL,
  created_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL,
  used_ms    INTEGER,
  void_ms    INTEGER
);

CREATE INDEX enrolment_code_agent ON enrolment_code (agent);
