-- Lethe's record on Oracle: what a search has found, which erasing works from. Rows are added and never changed; only the
-- retention purge deletes them. Nobody but Lethe needs it.
-- ENTRY: `finding`, `unevaluated`; `person`: whom its rows concern, as a fingerprint; `complete`: a search has ended;
-- `delivered`: its rows up to SEQ_NO stand in the history;
-- `effect`, `erased`: what erasing did, and that it came to its end. Rows of a search that is not complete do not count.
-- `over`: who was answered for good (PRODUCT `*`); `taken-up`: what the run in WRITER goes on with.
-- `hold`, `hold-over`: legal holds by command, their ids in WRITER and their fingerprints in CONTENT; no purge takes them.
-- WRITER: the attempt and the lease that wrote the row; `*`: there can be one alone.
CREATE TABLE LETHE_FINDING (
  RUN_ID VARCHAR2(64 CHAR) NOT NULL,
  PRODUCT VARCHAR2(64 CHAR) NOT NULL,
  ENTRY VARCHAR2(16 CHAR) NOT NULL,
  SEARCH NUMBER(10) NOT NULL,
  WRITER VARCHAR2(64 CHAR) NOT NULL,
  SEQ_NO NUMBER(19) NOT NULL,
  ATTEMPT NUMBER(10) NOT NULL,
  FENCE NUMBER(19) NOT NULL,
  TENANT_KEY NUMBER(10) NOT NULL,
  FORGET NUMBER(1) NOT NULL,
  CREATED_TS NUMBER(19) NOT NULL,
  SUBJECT_KEY VARCHAR2(64 CHAR),
  KIND VARCHAR2(16 CHAR),
  CONSUMER_ID VARCHAR2(4000 BYTE),
  TABLE_NAME VARCHAR2(4000 BYTE),
  COLUMN_NAME VARCHAR2(4000 BYTE),
  -- What the history shows in the place of a text that does not fit it.
  HISTORY_TABLE VARCHAR2(4000 BYTE),
  HISTORY_COLUMN VARCHAR2(4000 BYTE),
  HISTORY_FACT VARCHAR2(4000 BYTE),
  HISTORY_VALUE VARCHAR2(4000 BYTE),
  -- Of a complete search: whose rows count, and their last SEQ_NO; its CONTENT tells what their locators count from.
  COMPLETES VARCHAR2(64 CHAR),
  LAST_SEQ NUMBER(19),
  EVALUATED NUMBER(10),
  FOUND NUMBER(19),
  CONTENT_KIND VARCHAR2(16 CHAR),
  REASON VARCHAR2(4000 BYTE),
  FACT_ID CLOB,
  CONTENT CLOB,
  CONSTRAINT LETHE_FINDING_KEY PRIMARY KEY (RUN_ID, PRODUCT, ENTRY, SEARCH, WRITER, SEQ_NO)
);
-- The archive reads one person's values.
CREATE INDEX LETHE_FINDING_SUBJECT ON LETHE_FINDING (RUN_ID, SUBJECT_KEY, PRODUCT);
-- A new run asks which earlier ones have ended.
CREATE INDEX LETHE_FINDING_END ON LETHE_FINDING (COMPLETES);
