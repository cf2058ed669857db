-- What people left out is added up for each status; it is little beside all there is.
CREATE INDEX posting_given_up ON posting (id) WHERE state IN ('SKIPPED', 'CANCELLED');
CREATE INDEX counter_withheld_given_up ON counter_withheld (id) WHERE state = 'IGNORED' AND rule NOT IN ('REPEATED', 'INVALID');
