-- Version 3: how the rows of people who gave the same identifier are told apart in a history with the documented columns
-- alone: numbers of people and kinds of identifiers, as JSON. Null in runs that began before.
ALTER TABLE lethe_run ADD COLUMN turns TEXT;
