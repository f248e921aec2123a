-- Version 2: attempts of a run, what an operator asked for, when the next attempt is due, the latest whole pass.
-- Null: at the next scheduled pass.
ALTER TABLE lethe_run ADD COLUMN due_at TEXT;
ALTER TABLE lethe_run ADD COLUMN cancel_asked TEXT;
-- Why a closed run is closed although it is not done: cancelled, given-up.
ALTER TABLE lethe_run ADD COLUMN ended TEXT;
ALTER TABLE lethe_lease ADD COLUMN last_pass TEXT;
CREATE TABLE lethe_attempt (
  run_id TEXT NOT NULL REFERENCES lethe_run (id),
  attempt INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  -- Null while it is under way.
  finished_at TEXT,
  products TEXT NOT NULL,
  PRIMARY KEY (run_id, attempt)
);
