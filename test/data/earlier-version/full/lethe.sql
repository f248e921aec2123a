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
INSERT INTO lethe_run (id, tenant, action, created_ts, last_ts, salt, attempt, state, started_at, due_at, cancel_asked, ended, turns) VALUES ('b0d6ceaa-e9f6-479f-a0dd-47a5adc273fc', 'acme', 'export', 1795811991, 1795811991, 'b44ddc84eed375bb992ac56ee7b7afb9ac49ba3d541c9eb7a8eae130032790ba', 1, 'closed', '2026-11-27T20:39:51.648Z', NULL, NULL, NULL, '{}');
INSERT INTO lethe_run (id, tenant, action, created_ts, last_ts, salt, attempt, state, started_at, due_at, cancel_asked, ended, turns) VALUES ('d95930bf-915c-4ec7-be88-275ad4c75a85', 'acme', 'forget', 1795811995, 1795811995, 'ba9af3e44c82b9c4a14c8e3fb1a4e0fb40448552b4039f2ecd53932071c5b418', 3, 'open', '2026-11-27T20:39:55.786Z', NULL, NULL, NULL, '{}');
INSERT INTO lethe_run (id, tenant, action, created_ts, last_ts, salt, attempt, state, started_at, due_at, cancel_asked, ended, turns) VALUES ('07f4e0bc-24ba-4244-8ff1-c99a83d9740c', 'acme', 'export', 1795812000, 1795812000, '70f83f82c60d1fbd22e24aa7c6f0318db879a35249b2cbf31a1f332a624a1646', 2, 'open', '2026-11-27T20:40:00.604Z', NULL, NULL, NULL, '{}');
INSERT INTO lethe_run (id, tenant, action, created_ts, last_ts, salt, attempt, state, started_at, due_at, cancel_asked, ended, turns) VALUES ('c01cd540-f3ea-4dfb-9c7d-136a18ce3b24', 'acme', 'forget', 1795812009, 1795812009, '568312ebb59f97ec4aa5e9d234253553d030095631749143afe0027da957cc9f', 1, 'running', '2026-11-27T20:40:09.789Z', NULL, NULL, NULL, '{}');
INSERT INTO lethe_file (tenant, name, sha256, size, action, state, reason, run_id, file_number, first_seen) VALUES ('acme', 'export-20052018-done.json', '88bab8a9f94139442a87f9506bd495dd91b0df70efa9c9671756c78c642c029a', 53, 'export', 'done', NULL, 'b0d6ceaa-e9f6-479f-a0dd-47a5adc273fc', 1, '2026-11-27T20:39:51.648Z');
INSERT INTO lethe_file (tenant, name, sha256, size, action, state, reason, run_id, file_number, first_seen) VALUES ('acme', 'forget-25052018-a.json', '50eb24a2cb89d37ddb73aa44118e983e182897ecbb1a28a489971901f135d913', 53, 'forget', 'running', NULL, 'd95930bf-915c-4ec7-be88-275ad4c75a85', 1, '2026-11-27T20:39:55.786Z');
INSERT INTO lethe_file (tenant, name, sha256, size, action, state, reason, run_id, file_number, first_seen) VALUES ('acme', 'forget-25052018-b.json', 'af1b6b6a92ccd880d11bf2bef16570a9176d839c0962c1db239cffec2a78ed5c', 99, 'forget', 'running', NULL, 'd95930bf-915c-4ec7-be88-275ad4c75a85', 2, '2026-11-27T20:39:55.786Z');
INSERT INTO lethe_file (tenant, name, sha256, size, action, state, reason, run_id, file_number, first_seen) VALUES ('acme', 'export-25052018-c.json', 'e71cacf4a976b363c8e20569ce7c58e91d2802033fef5e77371c6001c69edcdd', 53, 'export', 'running', NULL, '07f4e0bc-24ba-4244-8ff1-c99a83d9740c', 1, '2026-11-27T20:40:00.604Z');
INSERT INTO lethe_file (tenant, name, sha256, size, action, state, reason, run_id, file_number, first_seen) VALUES ('acme', 'forget-25052018-d.json', '623f977da2bd50476d49a4f5d4d717350dbe3ee78db9d95c4588d37125d856c5', 91, 'forget', 'running', NULL, 'c01cd540-f3ea-4dfb-9c7d-136a18ce3b24', 1, '2026-11-27T20:40:09.789Z');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('b0d6ceaa-e9f6-479f-a0dd-47a5adc273fc', 'tables', 0, 'done', 'done', 'phone email', 1, 1, 0, 0, 0, NULL, '[]', 'fb8697e8f3dc03cb09bb7429ed6af5e0e5853192273e8bc5d5d6a9b4cedfb029', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('b0d6ceaa-e9f6-479f-a0dd-47a5adc273fc', 'tables#2', 1, 'done', 'done', 'phone', 2, 2, 0, 0, 0, NULL, '[]', 'cdce43c4ad5f92fb85d05436fa7d2ebeb6d463439bd6c0cb82f83552b887f3da', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('d95930bf-915c-4ec7-be88-275ad4c75a85', 'tables', 0, 'erased', 'deferred', 'phone email', 2, 4, 2, 2, 2, 'the record is held by the dialer; tried again at the next pass', '[]', 'fb8697e8f3dc03cb09bb7429ed6af5e0e5853192273e8bc5d5d6a9b4cedfb029', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('d95930bf-915c-4ec7-be88-275ad4c75a85', 'tables#2', 1, 'done', 'done', 'phone', 2, 4, 4, 0, 0, NULL, '[]', 'cdce43c4ad5f92fb85d05436fa7d2ebeb6d463439bd6c0cb82f83552b887f3da', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('07f4e0bc-24ba-4244-8ff1-c99a83d9740c', 'tables', 0, 'done', 'done', 'phone email', 1, 1, 0, 0, 0, NULL, '[]', 'fb8697e8f3dc03cb09bb7429ed6af5e0e5853192273e8bc5d5d6a9b4cedfb029', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('07f4e0bc-24ba-4244-8ff1-c99a83d9740c', 'tables#2', 1, 'pending', 'failed', 'phone', 0, 0, 0, 0, 0, 'TICKET: not in the database: `TICKET`; create it, grant the right to read it, or list the table in `exclude`', '[]', 'cdce43c4ad5f92fb85d05436fa7d2ebeb6d463439bd6c0cb82f83552b887f3da', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('c01cd540-f3ea-4dfb-9c7d-136a18ce3b24', 'tables', 0, 'pending', NULL, NULL, 0, 0, 0, 0, 0, NULL, '[]', 'fb8697e8f3dc03cb09bb7429ed6af5e0e5853192273e8bc5d5d6a9b4cedfb029', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_step (run_id, product, ordinal, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings, entry_settings, entry_place) VALUES ('c01cd540-f3ea-4dfb-9c7d-136a18ce3b24', 'tables#2', 1, 'pending', NULL, NULL, 0, 0, 0, 0, 0, NULL, '[]', 'cdce43c4ad5f92fb85d05436fa7d2ebeb6d463439bd6c0cb82f83552b887f3da', '8f3eb8573bbb1094a5d36aee994a77d57d77c2febee75b6e8803ffa467c4a206');
INSERT INTO lethe_lease (tenant, fence, owner, host, pid, born, heartbeat, last_pass) VALUES ('acme', 4, NULL, NULL, NULL, NULL, 1795812009789, '2026-11-27T20:40:01.327Z');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('b0d6ceaa-e9f6-479f-a0dd-47a5adc273fc', 1, '2026-11-27T20:39:51.648Z', '2026-11-27T20:39:51.950Z', '[{"product":"tables","outcome":"done","found":1,"erased":0,"left":0,"deferred":0,"reason":null},{"product":"tables#2","outcome":"done","found":2,"erased":0,"left":0,"deferred":0,"reason":null}]');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('d95930bf-915c-4ec7-be88-275ad4c75a85', 1, '2026-11-27T20:39:55.786Z', '2026-11-27T20:39:56.412Z', '[{"product":"tables","outcome":"deferred","found":4,"erased":2,"left":2,"deferred":2,"reason":"the record is held by the dialer; tried again at the next pass"},{"product":"tables#2","outcome":"done","found":4,"erased":4,"left":0,"deferred":0,"reason":null}]');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('d95930bf-915c-4ec7-be88-275ad4c75a85', 2, '2026-11-27T20:40:00.075Z', '2026-11-27T20:40:00.414Z', '[{"product":"tables","outcome":"deferred","found":4,"erased":2,"left":2,"deferred":2,"reason":"the record is held by the dialer; tried again at the next pass"},{"product":"tables#2","outcome":"done","found":4,"erased":4,"left":0,"deferred":0,"reason":null}]');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('07f4e0bc-24ba-4244-8ff1-c99a83d9740c', 1, '2026-11-27T20:40:00.604Z', '2026-11-27T20:40:00.742Z', '[{"product":"tables","outcome":"done","found":1,"erased":0,"left":0,"deferred":0,"reason":null},{"product":"tables#2","outcome":"failed","found":0,"erased":0,"left":0,"deferred":0,"reason":"TICKET: not in the database: `TICKET`; create it, grant the right to read it, or list the table in `exclude`"}]');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('07f4e0bc-24ba-4244-8ff1-c99a83d9740c', 2, '2026-11-27T20:40:08.572Z', '2026-11-27T20:40:08.794Z', '[{"product":"tables","outcome":"done","found":1,"erased":0,"left":0,"deferred":0,"reason":null},{"product":"tables#2","outcome":"failed","found":0,"erased":0,"left":0,"deferred":0,"reason":"TICKET: not in the database: `TICKET`; create it, grant the right to read it, or list the table in `exclude`"}]');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('d95930bf-915c-4ec7-be88-275ad4c75a85', 3, '2026-11-27T20:40:09.239Z', '2026-11-27T20:40:09.486Z', '[{"product":"tables","outcome":"deferred","found":4,"erased":2,"left":2,"deferred":2,"reason":"the record is held by the dialer; tried again at the next pass"},{"product":"tables#2","outcome":"done","found":4,"erased":4,"left":0,"deferred":0,"reason":null}]');
INSERT INTO lethe_attempt (run_id, attempt, started_at, finished_at, products) VALUES ('c01cd540-f3ea-4dfb-9c7d-136a18ce3b24', 1, '2026-11-27T20:40:09.789Z', NULL, '[]');
