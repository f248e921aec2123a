-- Lethe's journal on PostgreSQL, schema version 1. Holds names of files, states and counts; never an identifier or a value.
CREATE TABLE lethe_run (
  id text PRIMARY KEY,
  tenant text NOT NULL,
  action text NOT NULL,
  -- First and last CREATED_TS that the run may use in the history.
  created_ts bigint NOT NULL,
  last_ts bigint NOT NULL,
  salt text NOT NULL,
  attempt bigint NOT NULL,
  state text NOT NULL,
  started_at text NOT NULL,
  UNIQUE (tenant, created_ts)
);
CREATE INDEX lethe_run_state ON lethe_run (tenant, state);
CREATE TABLE lethe_file (
  tenant text NOT NULL,
  name text NOT NULL,
  sha256 text NOT NULL,
  size bigint NOT NULL,
  action text,
  state text NOT NULL,
  reason text,
  run_id text REFERENCES lethe_run (id),
  file_number bigint,
  first_seen text NOT NULL,
  PRIMARY KEY (tenant, name, sha256)
);
CREATE INDEX lethe_file_run ON lethe_file (run_id);
CREATE TABLE lethe_step (
  run_id text NOT NULL REFERENCES lethe_run (id),
  product text NOT NULL,
  ordinal bigint NOT NULL,
  phase text NOT NULL,
  outcome text,
  searches_by text,
  evaluated bigint NOT NULL,
  found bigint NOT NULL,
  erased bigint NOT NULL,
  left_over bigint NOT NULL,
  deferred bigint NOT NULL,
  reason text,
  warnings text NOT NULL,
  PRIMARY KEY (run_id, product)
);
CREATE TABLE lethe_lease (
  tenant text PRIMARY KEY,
  fence bigint NOT NULL,
  -- Null when nobody holds it.
  owner text,
  host text,
  pid bigint,
  born text,
  heartbeat bigint NOT NULL
);
