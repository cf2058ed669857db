-- Tokens of people and programs that ask the API: only the hash of the secret is kept. An empty plant means all.
CREATE TABLE access_token (
  name       TEXT PRIMARY KEY,
  token_hash TEXT    NOT NULL UNIQUE,
  role       TEXT    NOT NULL,
  plant      TEXT    NOT NULL,
  created_ms INTEGER NOT NULL,
  revoked_ms INTEGER
);
