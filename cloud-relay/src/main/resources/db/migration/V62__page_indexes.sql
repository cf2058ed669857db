-- Questions that are asked again and again are answered from what is open, not from all there ever was.
CREATE INDEX exception_case_pending ON exception_case (id) WHERE closed_at IS NULL;
CREATE INDEX flow_run_stopped ON flow_run (question) WHERE state = 'STOPPED';
