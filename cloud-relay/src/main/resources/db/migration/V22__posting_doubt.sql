-- What a restored database may have forgotten (rule J7); the codes stand in Doubt.
ALTER TABLE posting ADD COLUMN doubt INTEGER NOT NULL DEFAULT 0;

-- Log positions of events from before a restore, both included; known: they were acknowledged, so postings of them may exist.
CREATE TABLE posting_restored (
  first_position INTEGER PRIMARY KEY,
  last_position  INTEGER NOT NULL,
  known          INTEGER NOT NULL
);
