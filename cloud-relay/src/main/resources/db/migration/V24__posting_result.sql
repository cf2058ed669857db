-- What the target said of the operation's values when it confirmed: a JSON object of texts.
ALTER TABLE posting ADD COLUMN result TEXT;
