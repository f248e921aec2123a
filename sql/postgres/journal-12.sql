-- Version 12: who has taken note that a forget was cancelled or given up: until then it is listed among what waits.
CREATE TABLE lethe_acknowledgement (
  run_id text PRIMARY KEY REFERENCES lethe_run (id),
  acknowledged_by text NOT NULL,
  acknowledged_at text NOT NULL,
  note text
);
