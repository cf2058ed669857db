-- Machines and orders of two plants may bear the same names: each posting knows its plant, and sums are per plant.
ALTER TABLE posting ADD COLUMN plant TEXT NOT NULL DEFAULT '';
UPDATE posting SET plant = coalesce((SELECT r.plant FROM flow_run r WHERE r.id = posting.run), '');

-- The sums anew, from all postings: what was added up over plants cannot be parted.
DROP TABLE posting_total;
CREATE TABLE posting_total (
  plant            TEXT NOT NULL,
  counter          TEXT NOT NULL,
  order_name       TEXT NOT NULL,
  planned          INTEGER NOT NULL,
  planned_micros   INTEGER NOT NULL,
  confirmed        INTEGER NOT NULL,
  confirmed_micros INTEGER NOT NULL,
  PRIMARY KEY (plant, counter, order_name)
) WITHOUT ROWID;
INSERT INTO posting_total (plant, counter, order_name, planned, planned_micros, confirmed, confirmed_micros)
SELECT plant, counter, order_name, sum(whole), sum(micros), sum(whole * done), sum(micros * done)
FROM (
  SELECT p.plant, r.counter, p.order_name, p.state IN ('CONFIRMED', 'COMPENSATED') AS done,
    CAST(r.quantity AS INTEGER) AS whole,
    CASE WHEN instr(r.quantity, '.') = 0 THEN 0 ELSE
      (CASE WHEN substr(r.quantity, 1, 1) = '-' THEN -1 ELSE 1 END)
        * CAST(substr(substr(r.quantity, instr(r.quantity, '.') + 1) || '000000', 1, 6) AS INTEGER) END AS micros
  FROM posting p JOIN posting_range r ON r.posting = p.id
)
GROUP BY plant, counter, order_name;

-- How many are decided, by plant, target and state; those that are not are counted when somebody asks.
CREATE TABLE posting_tally (
  plant  TEXT NOT NULL,
  target TEXT NOT NULL,
  state  TEXT NOT NULL,
  n      INTEGER NOT NULL,
  PRIMARY KEY (plant, target, state)
) WITHOUT ROWID;
INSERT INTO posting_tally
SELECT plant, target, state, count(*) FROM posting WHERE state IN ('CONFIRMED', 'SKIPPED', 'CANCELLED', 'COMPENSATED')
GROUP BY plant, target, state;
CREATE TRIGGER posting_decided AFTER UPDATE OF state ON posting
WHEN NEW.state <> OLD.state AND NEW.state IN ('CONFIRMED', 'SKIPPED', 'CANCELLED', 'COMPENSATED')
BEGIN
  INSERT INTO posting_tally VALUES (NEW.plant, NEW.target, NEW.state, 1)
    ON CONFLICT (plant, target, state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER posting_undecided AFTER UPDATE OF state ON posting
WHEN NEW.state <> OLD.state AND OLD.state IN ('CONFIRMED', 'SKIPPED', 'CANCELLED', 'COMPENSATED')
BEGIN
  UPDATE posting_tally SET n = n - 1 WHERE plant = OLD.plant AND target = OLD.target AND state = OLD.state;
END;

-- Pages of one plant, target and state, newest first by number; what is not decided stays apart and small.
DROP INDEX posting_state;
CREATE INDEX posting_pending ON posting (plant, target, state) WHERE open = 1;
CREATE INDEX posting_parked ON posting (plant, target) WHERE state = 'PARKED';
CREATE INDEX posting_decided ON posting (plant, target, state)
  WHERE state IN ('CONFIRMED', 'SKIPPED', 'CANCELLED', 'COMPENSATED');
