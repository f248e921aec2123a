-- Version 8: who holds a lease is known by its heartbeat and its number alone, never by host or process.
ALTER TABLE lethe_lease DROP COLUMN host;
ALTER TABLE lethe_lease DROP COLUMN pid;
ALTER TABLE lethe_lease DROP COLUMN born;

-- One row about the journal itself: since when it knows what was answered, and by which secret of the state folder its
-- execution logs are sealed (a mark, from which nobody gets the secret).
CREATE TABLE lethe_journal (
  since TEXT NOT NULL,
  seal_mark TEXT
);
