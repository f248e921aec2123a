-- Version 2: attempts of a run, what an operator asked for, when the next attempt is due, the latest whole pass.
-- Null: at the next scheduled pass.
ALTER TABLE lethe_run ADD COLUMN due_at text;
ALTER TABLE lethe_run ADD COLUMN cancel_asked text;
-- Why a closed run is closed although it is not done: cancelled, given-up.
ALTER TABLE lethe_run ADD COLUMN ended text;
ALTER TABLE lethe_lease ADD COLUMN last_pass text;
CREATE TABLE lethe_attempt (
  run_id text NOT NULL REFERENCES lethe_run (id),
  attempt bigint NOT NULL,
  started_at text NOT NULL,
  -- Null while it is under way.
  finished_at text,
  products text NOT NULL,
  PRIMARY KEY (run_id, attempt)
);
