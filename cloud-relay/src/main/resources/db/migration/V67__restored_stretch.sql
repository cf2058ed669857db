-- Every stretch is in the same doubt: what became of it before the restore is not known here.
ALTER TABLE posting_restored DROP COLUMN known;
