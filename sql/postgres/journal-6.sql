-- Version 6: who confirmed the manual step of a declared product.
CREATE TABLE lethe_confirmation (
  run_id text NOT NULL REFERENCES lethe_run (id),
  product text NOT NULL,
  confirmed_by text NOT NULL,
  confirmed_at text NOT NULL,
  note text,
  PRIMARY KEY (run_id, product)
);
