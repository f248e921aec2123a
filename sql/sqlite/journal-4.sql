-- Version 4: digests of the settings' entry that a step began with, and of the place where its data stands.
-- Null: of an older journal, or of a run that was taken over from its execution log.
ALTER TABLE lethe_step ADD COLUMN entry_settings TEXT;
ALTER TABLE lethe_step ADD COLUMN entry_place TEXT;
