-- Version 6: who confirmed the manual step of a declared product.
CREATE TABLE lethe_confirmation (
  run_id TEXT NOT NULL REFERENCES lethe_run (id),
  product TEXT NOT NULL,
  confirmed_by TEXT NOT NULL,
  confirmed_at TEXT NOT NULL,
  note TEXT,
  PRIMARY KEY (run_id, product)
);
