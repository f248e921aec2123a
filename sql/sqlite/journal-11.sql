-- Version 11: the plans of what is held, and who decided about them. A plan is never changed. Something was written under
-- it at `begun_at`. `held`: pointers into the request file, as JSON. `searches`: by product, how many the plan counts, as JSON.
-- `besides`: plans that were carried out before it was made, as JSON.
-- `document`: the decision as it was signed. `signature`: null where an account of the machine decided.
CREATE TABLE lethe_plan (
  run_id TEXT NOT NULL REFERENCES lethe_run (id),
  ordinal INTEGER NOT NULL,
  plan TEXT NOT NULL,
  rows_root TEXT NOT NULL,
  besides TEXT NOT NULL,
  file_name TEXT NOT NULL,
  request TEXT NOT NULL,
  settings TEXT NOT NULL,
  version TEXT NOT NULL,
  made_at TEXT NOT NULL,
  begun_at TEXT,
  held TEXT NOT NULL,
  searches TEXT NOT NULL,
  PRIMARY KEY (run_id, ordinal)
);
CREATE TABLE lethe_decision (
  run_id TEXT NOT NULL REFERENCES lethe_run (id),
  ordinal INTEGER NOT NULL,
  plan TEXT NOT NULL,
  document TEXT NOT NULL,
  signature TEXT,
  decided_by TEXT NOT NULL,
  received_at TEXT NOT NULL,
  PRIMARY KEY (run_id, ordinal)
);
