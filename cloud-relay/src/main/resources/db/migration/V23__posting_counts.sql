-- Each target has its own queue of postings whose documents are to be counted.
DROP INDEX posting_count;
CREATE INDEX posting_count ON posting (target, count_due) WHERE counts_left > 0;
