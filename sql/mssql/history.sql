-- The auditors' history on SQL Server. The first eight columns are the documented ones, the last four are Lethe's own.
CREATE TABLE CTL_GDPR_HISTORY (
  TENANT_KEY int NOT NULL,
  FORGET numeric(1) NOT NULL,
  CONSUMER_ID nvarchar(400) NOT NULL,
  TABLE_NAME nvarchar(400) NOT NULL,
  COLUMN_NAME nvarchar(255) NOT NULL,
  FACT_ID nvarchar(255) NULL,
  KEY_VALUE nvarchar(max) NULL,
  CREATED_TS bigint NOT NULL,
  RUN_ID varchar(64) NULL,
  PRODUCT varchar(64) NULL,
  SUBJECT_KEY varchar(64) NULL,
  KIND varchar(16) NULL
);
-- The auditors' two queries.
CREATE INDEX CTL_GDPR_HISTORY_CONSUMER ON CTL_GDPR_HISTORY (TENANT_KEY, CONSUMER_ID, CREATED_TS);
-- The retention purge.
CREATE INDEX CTL_GDPR_HISTORY_CREATED ON CTL_GDPR_HISTORY (CREATED_TS);
-- The retention purge takes the rows of one run after the other.
CREATE INDEX CTL_GDPR_HISTORY_RUN ON CTL_GDPR_HISTORY (RUN_ID, PRODUCT);
