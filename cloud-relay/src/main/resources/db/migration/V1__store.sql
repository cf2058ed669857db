-- Facts about this database itself.
CREATE TABLE relay_fact (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
