-- Lethe's record on SQLite: what a search has found, which erasing works from. Rows are added and never changed; only the
-- retention purge deletes them. Nobody but Lethe needs it.
-- ENTRY: `finding`, `unevaluated`; `person`: whom its rows concern, as a fingerprint; `complete`: a search has ended;
-- `delivered`: its rows up to SEQ_NO stand in the history;
-- `effect`, `erased`: what erasing did, and that it came to its end. Rows of a search that is not complete do not count.
-- `over`: who was answered for good (PRODUCT `*`); `taken-up`: what the run in WRITER goes on with.
-- `hold`, `hold-over`: legal holds by command, their ids in WRITER and their fingerprints in CONTENT; no purge takes them.
-- WRITER: the attempt and the lease that wrote the row; `*`: there can be one alone.
CREATE TABLE IF NOT EXISTS LETHE_FINDING (
  RUN_ID TEXT NOT NULL,
  PRODUCT TEXT NOT NULL,
  ENTRY TEXT NOT NULL,
  SEARCH INTEGER NOT NULL,
  WRITER TEXT NOT NULL,
  SEQ_NO INTEGER NOT NULL,
  ATTEMPT INTEGER NOT NULL,
  FENCE INTEGER NOT NULL,
  TENANT_KEY INTEGER NOT NULL,
  FORGET INTEGER NOT NULL,
  CREATED_TS INTEGER NOT NULL,
  SUBJECT_KEY TEXT,
  KIND TEXT,
  CONSUMER_ID TEXT,
  TABLE_NAME TEXT,
  COLUMN_NAME TEXT,
  -- What the history shows in the place of a text that does not fit it.
  HISTORY_TABLE TEXT,
  HISTORY_COLUMN TEXT,
  HISTORY_FACT TEXT,
  HISTORY_VALUE TEXT,
  -- Of a complete search: whose rows count, and their last SEQ_NO; its CONTENT tells what their locators count from.
  COMPLETES TEXT,
  LAST_SEQ INTEGER,
  EVALUATED INTEGER,
  FOUND INTEGER,
  CONTENT_KIND TEXT,
  REASON TEXT,
  FACT_ID TEXT,
  CONTENT TEXT,
  PRIMARY KEY (RUN_ID, PRODUCT, ENTRY, SEARCH, WRITER, SEQ_NO)
);
-- The archive reads one person's values.
CREATE INDEX IF NOT EXISTS LETHE_FINDING_SUBJECT ON LETHE_FINDING (RUN_ID, SUBJECT_KEY, PRODUCT) WHERE FORGET = 0;
-- A new run asks which earlier ones have ended.
CREATE INDEX IF NOT EXISTS LETHE_FINDING_END ON LETHE_FINDING (ENTRY, PRODUCT, RUN_ID) WHERE COMPLETES IS NOT NULL;
