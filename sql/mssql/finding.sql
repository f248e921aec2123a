-- Lethe's record on SQL Server: what a search has found, which erasing works from. Rows are added and never changed; only
-- the retention purge deletes them. Nobody but Lethe needs it.
-- ENTRY: `finding`, `unevaluated`; `person`: whom its rows concern, as a fingerprint; `complete`: a search has ended;
-- `delivered`: its rows up to SEQ_NO stand in the history;
-- `effect`, `erased`: what erasing did, and that it came to its end. Rows of a search that is not complete do not count.
-- `over`: who was answered for good (PRODUCT `*`); `taken-up`: what the run in WRITER goes on with.
-- `hold`, `hold-over`: legal holds by command, their ids in WRITER and their fingerprints in CONTENT; no purge takes them.
-- WRITER: the attempt and the lease that wrote the row; `*`: there can be one alone.
-- Texts are compared code point by code point: two spellings of one name are two.
CREATE TABLE LETHE_FINDING (
  RUN_ID nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
  PRODUCT nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
  ENTRY nvarchar(16) COLLATE Latin1_General_BIN2 NOT NULL,
  SEARCH int NOT NULL,
  WRITER nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
  SEQ_NO bigint NOT NULL,
  ATTEMPT int NOT NULL,
  FENCE bigint NOT NULL,
  TENANT_KEY int NOT NULL,
  FORGET smallint NOT NULL,
  CREATED_TS bigint NOT NULL,
  SUBJECT_KEY nvarchar(64) COLLATE Latin1_General_BIN2 NULL,
  KIND nvarchar(16) COLLATE Latin1_General_BIN2 NULL,
  CONSUMER_ID nvarchar(4000) COLLATE Latin1_General_BIN2 NULL,
  TABLE_NAME nvarchar(4000) COLLATE Latin1_General_BIN2 NULL,
  COLUMN_NAME nvarchar(4000) COLLATE Latin1_General_BIN2 NULL,
  -- What the history shows in the place of a text that does not fit it.
  HISTORY_TABLE nvarchar(4000) COLLATE Latin1_General_BIN2 NULL,
  HISTORY_COLUMN nvarchar(4000) COLLATE Latin1_General_BIN2 NULL,
  HISTORY_FACT nvarchar(4000) COLLATE Latin1_General_BIN2 NULL,
  HISTORY_VALUE nvarchar(max) COLLATE Latin1_General_BIN2 NULL,
  -- Of a complete search: whose rows count, and their last SEQ_NO; its CONTENT tells what their locators count from.
  COMPLETES nvarchar(64) COLLATE Latin1_General_BIN2 NULL,
  LAST_SEQ bigint NULL,
  EVALUATED int NULL,
  FOUND bigint NULL,
  CONTENT_KIND nvarchar(16) COLLATE Latin1_General_BIN2 NULL,
  REASON nvarchar(max) COLLATE Latin1_General_BIN2 NULL,
  FACT_ID nvarchar(max) COLLATE Latin1_General_BIN2 NULL,
  CONTENT nvarchar(max) COLLATE Latin1_General_BIN2 NULL,
  CONSTRAINT LETHE_FINDING_KEY PRIMARY KEY (RUN_ID, PRODUCT, ENTRY, SEARCH, WRITER, SEQ_NO)
);
-- The archive reads one person's values.
CREATE INDEX LETHE_FINDING_SUBJECT ON LETHE_FINDING (RUN_ID, SUBJECT_KEY, PRODUCT);
-- A new run asks which earlier ones have ended.
CREATE INDEX LETHE_FINDING_END ON LETHE_FINDING (COMPLETES);
