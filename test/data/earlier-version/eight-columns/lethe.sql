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
INSERT INTO lethe_schema (version) VALUES (4);
INSERT INTO lethe_run (id, tenant, action, created_ts, last_ts, salt, attempt, state, started_at, due_at, cancel_asked, ended, turns) VALUES ('7c01e0ea-3c8e-487a-b257-705c5d365504', 'acme', 'export', 1795811970, 1795811971, '2bffd863da148dc7294bb374a7f691b06402519ae43f70869419aa802f0970c3', 1, 'closed', '2026-11-27T20:39:30.160Z', NULL, NULL, NULL, '{}');
INSERT INTO lethe_run (id, tenant, action, created_ts, last_ts, salt, attempt, state, started_at, due_at, cancel_asked, ended, turns) VALUES ('f871fff6-520e-4f80-a7f5-c811e29d0265', 'acme', 'forget', 1795811974, 1795811977, 'e0a9730e114f4a4bcf064153df43874f8cb644705c4c7ef3c8521b309b26321a', 3, 'open', '2026-11-27T20:39:34.136Z', NULL, NULL, NULL, '{"2.consumer-1 phone":1}');
INSERT INTO lethe_run (id, tenant, action, created_ts, last_ts, salt, attempt, state, started_at, due_at, cancel_asked, ended, turns) VALUES ('0d39034d-7730-4eb8-bd81-2d2b68b52990', 'acme', 'export', 1795811978, 1795811979, '7ed2870eec1a95d298c3d11347924bfca297588c6af9e0f63a7408052279a923', 2, 'open', '2026-11-27T20:39:38.191Z', NULL, NULL, NULL, '{}');
INSERT INTO lethe_run (id, tenant, action, created_ts, last_ts, salt, attempt, state, started_at, due_at, cancel_asked, ended, turns) VALUES ('01c3a6be-6cc9-4daf-ad2a-127020c93061', 'acme', 'forget', 1795811987, 1795811988, '350be2e2e19c6b5b9f2efff1ff06e523f6bfb5c8ca2b49fe4e49a0f4daea5220', 1, 'running', '2026-11-27T20:39:47.389Z', NULL, NULL, NULL, '{}');
INSERT INTO lethe_file (tenant, name, sha256, size, action, state, reason, run_id, file_number, first_seen) VALUES ('acme', 'export-20052018-done.json', '88bab8a9f94139442a87f9506bd495dd91b0df70efa9c9671756c78c642c029a', 53, 'export', 'done', NULL, '7c01e0ea-3c8e-487a-b257-705c5d365504', 1, '2026-11-27T20:39:30.160Z');
INSERT INTO lethe_file (tenant, name, sha256, size, action, state, reason, run_id, file_number, first_seen) VALUES ('acme', 'forget-25052018-a.json', '50eb24a2cb89d37ddb73aa44118e983e182897ecbb1a28a489971901f135d913', 53, 'forget', 'running', NULL, 'f871fff6-520e-4f80-a7f5-c811e29d0265', 1, '2026-11-27T20:39:34.136Z');
INSERT INTO lethe_file (tenant, name, sha256, size, action, state, reason, run_id, file_number, first_seen) VALUES ('acme', 'forget-25052018-b.json', 'af1b6b6a92ccd880d11bf2bef16570a9176d839c0962c1db239cffec2a78ed5c', 99, 'forget', 'running', NULL, 'f871fff6-520e-4f80-a7f5-c811e29d0265', 2, '2026-11-27T20:39:34.136Z');
INSERT INTO lethe_file (tenant, name, sha256, size, action, state, reason, run_id, file_number, first_seen) VALUES ('acme', 'export-25052018-c.json', 'e71cacf4a976b363c8e20569ce7c58e91d2802033fef5e77371c6001c69edcdd', 53, 'export', 'running', NULL, '0d39034d-7730-4eb8-bd81-2d2b68b52990', 1, '2026-11-27T20:39:38.191Z');
INSERT INTO lethe_file (tenant, name, sha256, size, action, state, reason, run_id, file_number, first_seen) VALUES ('acme', 'forget-25052018-d.json', '623f977da2bd50476d49a4f5d4d717350dbe3ee78db9d95c4588d37125d856c5', 91, 'forget', 'running', NULL, '01c3a6be-6cc9-4daf-ad2a-127020c93061', 1, '2026-11-27T20:39:47.389Z');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('7c01e0ea-3c8e-487a-b257-705c5d365504', 'tables', 0, 'done', 'done', 'phone email', 1, 1, 0, 0, 0, NULL, '[]', 'fb8697e8f3dc03cb09bb7429ed6af5e0e5853192273e8bc5d5d6a9b4cedfb029', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('7c01e0ea-3c8e-487a-b257-705c5d365504', 'tables#2', 1, 'done', 'done', 'phone', 2, 2, 0, 0, 0, NULL, '[]', 'cdce43c4ad5f92fb85d05436fa7d2ebeb6d463439bd6c0cb82f83552b887f3da', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('f871fff6-520e-4f80-a7f5-c811e29d0265', 'tables', 0, 'erased', 'deferred', 'phone email', 2, 4, 2, 2, 2, 'the record is held by the dialer; tried again at the next pass', '[]', 'fb8697e8f3dc03cb09bb7429ed6af5e0e5853192273e8bc5d5d6a9b4cedfb029', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('f871fff6-520e-4f80-a7f5-c811e29d0265', 'tables#2', 1, 'done', 'done', 'phone', 2, 4, 4, 0, 0, NULL, '[]', 'cdce43c4ad5f92fb85d05436fa7d2ebeb6d463439bd6c0cb82f83552b887f3da', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('0d39034d-7730-4eb8-bd81-2d2b68b52990', 'tables', 0, 'done', 'done', 'phone email', 1, 1, 0, 0, 0, NULL, '[]', 'fb8697e8f3dc03cb09bb7429ed6af5e0e5853192273e8bc5d5d6a9b4cedfb029', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('0d39034d-7730-4eb8-bd81-2d2b68b52990', 'tables#2', 1, 'pending', 'failed', 'phone', 0, 0, 0, 0, 0, 'TICKET: not in the database: `TICKET`; create it, grant the right to read it, or list the table in `exclude`', '[]', 'cdce43c4ad5f92fb85d05436fa7d2ebeb6d463439bd6c0cb82f83552b887f3da', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('01c3a6be-6cc9-4daf-ad2a-127020c93061', 'tables', 0, 'recorded', NULL, NULL, 1, 2, 0, 0, 0, NULL, '[]', 'fb8697e8f3dc03cb09bb7429ed6af5e0e5853192273e8bc5d5d6a9b4cedfb029', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('01c3a6be-6cc9-4daf-ad2a-127020c93061', 'tables#2', 1, 'pending', NULL, NULL, 0, 0, 0, 0, 0, NULL, '[]', 'cdce43c4ad5f92fb85d05436fa7d2ebeb6d463439bd6c0cb82f83552b887f3da', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_lease (tenant, fence, owner, host, pid, born, heartbeat, last_pass) VALUES ('acme', 4, NULL, NULL, NULL, NULL, 1795811987488, '2026-11-27T20:39:39.069Z');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('7c01e0ea-3c8e-487a-b257-705c5d365504', 1, '2026-11-27T20:39:30.160Z', '2026-11-27T20:39:30.470Z', '[{"product":"tables","outcome":"done","found":1,"erased":0,"left":0,"deferred":0,"reason":null},{"product":"tables#2","outcome":"done","found":2,"erased":0,"left":0,"deferred":0,"reason":null}]');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('f871fff6-520e-4f80-a7f5-c811e29d0265', 1, '2026-11-27T20:39:34.136Z', '2026-11-27T20:39:34.536Z', '[{"product":"tables","outcome":"deferred","found":4,"erased":2,"left":2,"deferred":2,"reason":"the record is held by the dialer; tried again at the next pass"},{"product":"tables#2","outcome":"done","found":4,"erased":4,"left":0,"deferred":0,"reason":null}]');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('f871fff6-520e-4f80-a7f5-c811e29d0265', 2, '2026-11-27T20:39:37.513Z', '2026-11-27T20:39:37.919Z', '[{"product":"tables","outcome":"deferred","found":4,"erased":2,"left":2,"deferred":2,"reason":"the record is held by the dialer; tried again at the next pass"},{"product":"tables#2","outcome":"done","found":4,"erased":4,"left":0,"deferred":0,"reason":null}]');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('0d39034d-7730-4eb8-bd81-2d2b68b52990', 1, '2026-11-27T20:39:38.191Z', '2026-11-27T20:39:38.323Z', '[{"product":"tables","outcome":"done","found":1,"erased":0,"left":0,"deferred":0,"reason":null},{"product":"tables#2","outcome":"failed","found":0,"erased":0,"left":0,"deferred":0,"reason":"TICKET: not in the database: `TICKET`; create it, grant the right to read it, or list the table in `exclude`"}]');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('0d39034d-7730-4eb8-bd81-2d2b68b52990', 2, '2026-11-27T20:39:46.329Z', '2026-11-27T20:39:46.594Z', '[{"product":"tables","outcome":"done","found":1,"erased":0,"left":0,"deferred":0,"reason":null},{"product":"tables#2","outcome":"failed","found":0,"erased":0,"left":0,"deferred":0,"reason":"TICKET: not in the database: `TICKET`; create it, grant the right to read it, or list the table in `exclude`"}]');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('f871fff6-520e-4f80-a7f5-c811e29d0265', 3, '2026-11-27T20:39:46.955Z', '2026-11-27T20:39:47.199Z', '[{"product":"tables","outcome":"deferred","found":4,"erased":2,"left":2,"deferred":2,"reason":"the record is held by the dialer; tried again at the next pass"},{"product":"tables#2","outcome":"done","found":4,"erased":4,"left":0,"deferred":0,"reason":null}]');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('01c3a6be-6cc9-4daf-ad2a-127020c93061', 1, '2026-11-27T20:39:47.389Z', NULL, '[]');
