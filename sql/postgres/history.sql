-- The auditors' history on PostgreSQL. The first eight columns are the documented ones, the last four are Lethe's own.
CREATE TABLE IF NOT EXISTS CTL_GDPR_HISTORY (
  TENANT_KEY integer NOT NULL,
  FORGET smallint NOT NULL,
  CONSUMER_ID varchar(400) NOT NULL,
  TABLE_NAME varchar(400) NOT NULL,
  COLUMN_NAME varchar(255) NOT NULL,
  FACT_ID varchar(255),
  KEY_VALUE text,
  CREATED_TS bigint NOT NULL,
  RUN_ID varchar(64),
  PRODUCT varchar(64),
  SUBJECT_KEY varchar(64),
  KIND varchar(16)
);
-- The auditors' two queries.
CREATE INDEX IF NOT EXISTS CTL_GDPR_HISTORY_CONSUMER ON CTL_GDPR_HISTORY (TENANT_KEY, CONSUMER_ID, CREATED_TS);
-- The retention purge.
CREATE INDEX IF NOT EXISTS CTL_GDPR_HISTORY_CREATED ON CTL_GDPR_HISTORY (CREATED_TS);
-- The retention purge takes the rows of one run after the other.
CREATE INDEX IF NOT EXISTS CTL_GDPR_HISTORY_RUN ON CTL_GDPR_HISTORY (RUN_ID, PRODUCT);
