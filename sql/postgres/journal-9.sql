-- Version 9: columns that are searched for the usual spellings only, with the kinds looked for in them, as JSON. Null: none,
-- or an earlier version worked on the step.
ALTER TABLE lethe_step ADD COLUMN usual_spellings text;
