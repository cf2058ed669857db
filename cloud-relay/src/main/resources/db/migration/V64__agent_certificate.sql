-- Certificates of agents. One line is an enrolment and what was renewed from it; of a line only the one that was last seen in
-- a session is good, and those issued since. fingerprint: SHA-256 of the certificate's DER; key_hash: that of its public key.
CREATE TABLE agent_certificate (
  fingerprint   TEXT PRIMARY KEY,
  agent         TEXT    NOT NULL,
  line          TEXT    NOT NULL,
  parent        TEXT    NOT NULL,
  key_hash      TEXT    NOT NULL,
  certificate   BLOB    NOT NULL,
  enrolled_ms   INTEGER NOT NULL,
  issued_ms     INTEGER NOT NULL,
  expires_ms    INTEGER NOT NULL,
  seen_ms       INTEGER,
  superseded_ms INTEGER
);

CREATE INDEX agent_certificate_agent ON agent_certificate (agent);
CREATE INDEX agent_certificate_key ON agent_certificate (key_hash);
