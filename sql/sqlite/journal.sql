-- Lethe's journal on SQLite, schema version 1. Holds names of files, states and counts; never an identifier or a value.
CREATE TABLE lethe_run (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  action TEXT NOT NULL,
  -- First and last CREATED_TS that the run may use in the history.
  created_ts INTEGER NOT NULL,
  last_ts INTEGER NOT NULL,
  salt TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  state TEXT NOT NULL,
  started_at TEXT NOT NULL,
  UNIQUE (tenant, created_ts)
);
CREATE INDEX lethe_run_state ON lethe_run (tenant, state);
CREATE TABLE lethe_file (
  tenant TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  action TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  run_id TEXT REFERENCES lethe_run (id),
  file_number INTEGER,
  first_seen TEXT NOT NULL,
  PRIMARY KEY (tenant, name, sha256)
);
CREATE INDEX lethe_file_run ON lethe_file (run_id);
CREATE TABLE lethe_step (
  run_id TEXT NOT NULL REFERENCES lethe_run (id),
  product TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  phase TEXT NOT NULL,
  outcome TEXT,
  searches_by TEXT,
  evaluated INTEGER NOT NULL,
  found INTEGER NOT NULL,
  erased INTEGER NOT NULL,
  left_over INTEGER NOT NULL,
  deferred INTEGER NOT NULL,
  reason TEXT,
  warnings TEXT NOT NULL,
  PRIMARY KEY (run_id, product)
);
CREATE TABLE lethe_lease (
  tenant TEXT PRIMARY KEY,
  fence INTEGER NOT NULL,
  -- Null when nobody holds it.
  owner TEXT,
  host TEXT,
  pid INTEGER,
  born TEXT,
  heartbeat INTEGER NOT NULL
);
