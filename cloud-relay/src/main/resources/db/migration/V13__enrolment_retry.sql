-- Whose request used the code: the same key may ask again when the answer was lost on its way.
ALTER TABLE enrolment_code ADD COLUMN key_hash TEXT;
