-- Version 11: the plans of what is held, and who decided about them. A plan is never changed. Something was written under
-- it at `begun_at`. `held`: pointers into the request file, as JSON. `searches`: by product, how many the plan counts, as JSON.
-- `besides`: plans that were carried out before it was made, as JSON.
-- `document`: the decision as it was signed. `signature`: null where an account of the machine decided.
CREATE TABLE lethe_plan (
  run_id text NOT NULL REFERENCES lethe_run (id),
  ordinal integer NOT NULL,
  plan text NOT NULL,
  rows_root text NOT NULL,
  besides text NOT NULL,
  file_name text NOT NULL,
  request text NOT NULL,
  settings text NOT NULL,
  version text NOT NULL,
  made_at text NOT NULL,
  begun_at text,
  held text NOT NULL,
  searches text NOT NULL,
  PRIMARY KEY (run_id, ordinal)
);
CREATE TABLE lethe_decision (
  run_id text NOT NULL REFERENCES lethe_run (id),
  ordinal integer NOT NULL,
  plan text NOT NULL,
  document text NOT NULL,
  signature text,
  decided_by text NOT NULL,
  received_at text NOT NULL,
  PRIMARY KEY (run_id, ordinal)
);
