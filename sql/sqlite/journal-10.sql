-- Version 10: who began an attempt: the host, the account that the process runs under, and the version of the program.
-- Null: an earlier version did.
ALTER TABLE lethe_attempt ADD COLUMN host TEXT;
ALTER TABLE lethe_attempt ADD COLUMN account TEXT;
ALTER TABLE lethe_attempt ADD COLUMN version TEXT;
