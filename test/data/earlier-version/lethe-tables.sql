CREATE TABLE lethe_schema (version integer not null);
CREATE TABLE lethe_run (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  action TEXT NOT NULL,

  created_ts INTEGER NOT NULL,
  last_ts INTEGER NOT NULL,
  salt TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  state TEXT NOT NULL,
  started_at TEXT NOT NULL, due_at TEXT, cancel_asked TEXT, ended TEXT, turns TEXT,
  UNIQUE (tenant, created_ts)
);
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
  warnings TEXT NOT NULL, entry_settings TEXT, entry_place TEXT,
  PRIMARY KEY (run_id, product)
);
CREATE TABLE lethe_lease (
  tenant TEXT PRIMARY KEY,
  fence INTEGER NOT NULL,

  owner TEXT,
  host TEXT,
  pid INTEGER,
  born TEXT,
  heartbeat INTEGER NOT NULL
, last_pass TEXT);
CREATE TABLE lethe_attempt (
  run_id TEXT NOT NULL REFERENCES lethe_run (id),
  attempt INTEGER NOT NULL,
  started_at TEXT NOT NULL,

  finished_at TEXT,
  products TEXT NOT NULL,
  PRIMARY KEY (run_id, attempt)
);
CREATE INDEX lethe_run_state ON lethe_run (tenant, state);
CREATE INDEX lethe_file_run ON lethe_file (run_id);
