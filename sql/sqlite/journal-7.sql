-- Version 7: what erasing works from stands in the record. Runs that an earlier version began have it in the history, where
-- seconds told whose a row was; which, is kept as JSON until they are over. Null: the run has a record.
-- SQLite cannot drop the constraint that kept these seconds apart, so the table is made anew.
CREATE TABLE lethe_run_7 (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  action TEXT NOT NULL,
  salt TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  state TEXT NOT NULL,
  started_at TEXT NOT NULL,
  due_at TEXT,
  cancel_asked TEXT,
  ended TEXT,
  earlier TEXT
);
INSERT INTO lethe_run_7 (id, tenant, action, salt, attempt, state, started_at, due_at, cancel_asked, ended, earlier)
SELECT id, tenant, action, salt, attempt, state, started_at, due_at, cancel_asked, ended,
       json_object('createdTs', created_ts, 'lastTs', last_ts, 'turns', json(coalesce(turns, '{}')))
FROM lethe_run;
DROP TABLE lethe_run;
ALTER TABLE lethe_run_7 RENAME TO lethe_run;
CREATE INDEX lethe_run_state ON lethe_run (tenant, state);
