-- What was written and never read. A counter's chain says what is new; no place of its own is kept per effect.
DROP TABLE flow_posted_to;
ALTER TABLE flow_wait DROP COLUMN begun_at;
ALTER TABLE agent_hole DROP COLUMN declared_ms;
