-- Lethe's record on PostgreSQL: what a search has found, which erasing works from. Rows are added and never changed; only
-- the retention purge deletes them. Nobody but Lethe needs it.
-- ENTRY: `finding`, `unevaluated`; `person`: whom its rows concern, as a fingerprint; `complete`: a search has ended;
-- `delivered`: its rows up to SEQ_NO stand in the history;
-- `effect`, `erased`: what erasing did, and that it came to its end. Rows of a search that is not complete do not count.
-- `over`: who was answered for good (PRODUCT `*`); `taken-up`: what the run in WRITER goes on with.
-- `hold`, `hold-over`: legal holds by command, their ids in WRITER and their fingerprints in CONTENT; no purge takes them.
-- WRITER: the attempt and the lease that wrote the row; `*`: there can be one alone.
CREATE TABLE IF NOT EXISTS LETHE_FINDING (
  RUN_ID varchar(64) COLLATE "C" NOT NULL,
  PRODUCT varchar(64) COLLATE "C" NOT NULL,
  ENTRY varchar(16) COLLATE "C" NOT NULL,
  SEARCH integer NOT NULL,
  WRITER varchar(64) COLLATE "C" NOT NULL,
  SEQ_NO bigint NOT NULL,
  ATTEMPT integer NOT NULL,
  FENCE bigint NOT NULL,
  TENANT_KEY integer NOT NULL,
  FORGET smallint NOT NULL,
  CREATED_TS bigint NOT NULL,
  SUBJECT_KEY varchar(64) COLLATE "C",
  KIND varchar(16) COLLATE "C",
  CONSUMER_ID text COLLATE "C",
  TABLE_NAME text COLLATE "C",
  COLUMN_NAME text COLLATE "C",
  -- What the history shows in the place of a text that does not fit it.
  HISTORY_TABLE text,
  HISTORY_COLUMN text,
  HISTORY_FACT text,
  HISTORY_VALUE text,
  -- Of a complete search: whose rows count, and their last SEQ_NO; its CONTENT tells what their locators count from.
  COMPLETES varchar(64),
  LAST_SEQ bigint,
  EVALUATED integer,
  FOUND bigint,
  CONTENT_KIND varchar(16),
  REASON text,
  FACT_ID text,
  CONTENT text,
  PRIMARY KEY (RUN_ID, PRODUCT, ENTRY, SEARCH, WRITER, SEQ_NO)
);
-- The archive reads one person's values.
CREATE INDEX IF NOT EXISTS LETHE_FINDING_SUBJECT ON LETHE_FINDING (RUN_ID, SUBJECT_KEY, PRODUCT) WHERE FORGET = 0;
-- A new run asks which earlier ones have ended.
CREATE INDEX IF NOT EXISTS LETHE_FINDING_END ON LETHE_FINDING (ENTRY, PRODUCT, RUN_ID) WHERE COMPLETES IS NOT NULL;
