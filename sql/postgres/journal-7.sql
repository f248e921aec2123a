-- Version 7: what erasing works from stands in the record. Runs that an earlier version began have it in the history, where
-- seconds told whose a row was; which, is kept as JSON until they are over. Null: the run has a record.
ALTER TABLE lethe_run ADD COLUMN earlier text;
UPDATE lethe_run SET earlier = json_build_object(
  'createdTs', created_ts, 'lastTs', last_ts, 'turns', coalesce(turns, '{}')::json
)::text;
ALTER TABLE lethe_run DROP COLUMN created_ts;
ALTER TABLE lethe_run DROP COLUMN last_ts;
ALTER TABLE lethe_run DROP COLUMN turns;
