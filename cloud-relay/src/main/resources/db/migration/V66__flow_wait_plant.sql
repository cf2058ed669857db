-- Runs wait for events of their own plant; empty: for those of any plant.
ALTER TABLE flow_wait ADD COLUMN plant TEXT NOT NULL DEFAULT '';
UPDATE flow_wait SET plant = coalesce(
  (SELECT r.plant FROM flow_run r WHERE r.id = flow_wait.run), '');
DROP INDEX flow_wait_key;
CREATE INDEX flow_wait_key ON flow_wait (expression, key, run, plant);

-- The plant that the event is of. What has nothing to compare is for nobody.
ALTER TABLE flow_heard ADD COLUMN plant TEXT NOT NULL DEFAULT '';
DELETE FROM flow_heard WHERE key = '';
UPDATE flow_heard SET plant = coalesce(
  (SELECT o.plant FROM event_log l JOIN log_origin o ON o.id = l.origin
   WHERE l.position = flow_heard.position), '');
