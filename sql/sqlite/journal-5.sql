-- Version 5: when the person asked, as the request says; which contents of a file were answered under its name one after the other, from 1.
-- Null: not answered.
ALTER TABLE lethe_file ADD COLUMN answer_number INTEGER;
-- Null: it does not say.
ALTER TABLE lethe_file ADD COLUMN received_at TEXT;
-- Older journals did not say. One content stands under a name at a time, so they were answered as they were seen.
UPDATE lethe_file SET answer_number = (
  SELECT count(*) FROM lethe_file o
  WHERE o.tenant = lethe_file.tenant AND o.name = lethe_file.name
    AND o.state IN ('rejected', 'done', 'cancelled', 'given-up') AND o.first_seen <= lethe_file.first_seen
)
WHERE state IN ('rejected', 'done', 'cancelled', 'given-up');
