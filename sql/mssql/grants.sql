-- The least that Lethe's login needs on SQL Server. For the DBA, to be adapted: the login is called lethe, the schema dbo.
-- `lethe doctor` prints those that are missing, for the tables, columns and login of the settings.
-- What tables there are, their indexes and about how many rows they have, the catalogue views show without a right.
-- CREATE USER [lethe] FOR LOGIN [lethe];
-- Where columns are masked (dynamic data masking); otherwise such a column is an error:
-- GRANT UNMASK TO [lethe];
-- Spares Lethe counting the rows of every table to know whether a security policy hides some:
-- GRANT VIEW DEFINITION TO [lethe];
-- The history and the record (`history.sql`, `finding.sql`), in the database that `history` of the settings names. Rows of
-- theirs are never changed, and DELETE is for `lethe purge` alone. Auditors need SELECT on the history, and nothing else.
GRANT SELECT, INSERT, DELETE ON OBJECT::[dbo].[CTL_GDPR_HISTORY] TO [lethe];
GRANT SELECT, INSERT, DELETE ON OBJECT::[dbo].[LETHE_FINDING] TO [lethe];
-- Info Mart: export and preview.
GRANT SELECT ON OBJECT::[dbo].[INTERACTION_FACT] TO [lethe];
GRANT SELECT ON OBJECT::[dbo].[INTERACTION_RESOURCE_FACT] TO [lethe];
GRANT SELECT ON OBJECT::[dbo].[IXN_RESOURCE_STATE_FACT] TO [lethe];
GRANT SELECT ON OBJECT::[dbo].[CONTACT_ATTEMPT_FACT] TO [lethe];
GRANT SELECT ON OBJECT::[dbo].[CALLBACK_FACT] TO [lethe];
GRANT SELECT ON OBJECT::[dbo].[LDR_FACT] TO [lethe];
GRANT SELECT ON OBJECT::[dbo].[GIDB_GC_AGENT] TO [lethe];
GRANT SELECT ON OBJECT::[dbo].[RESOURCE_] TO [lethe];
GRANT SELECT ON OBJECT::[dbo].[ROUTING_TARGET] TO [lethe];
GRANT SELECT ON OBJECT::[dbo].[CTL_UD_TO_UDE_MAPPING] TO [lethe];
-- Info Mart: forget.
GRANT UPDATE ([SOURCE_ADDRESS], [TARGET_ADDRESS]) ON OBJECT::[dbo].[INTERACTION_FACT] TO [lethe];
GRANT UPDATE ([TARGET_ADDRESS]) ON OBJECT::[dbo].[INTERACTION_RESOURCE_FACT] TO [lethe];
GRANT UPDATE ([TARGET_ADDRESS]) ON OBJECT::[dbo].[IXN_RESOURCE_STATE_FACT] TO [lethe];
GRANT UPDATE ([CONTACT_INFO]) ON OBJECT::[dbo].[CONTACT_ATTEMPT_FACT] TO [lethe];
GRANT UPDATE ([CUSTOMER_ANI], [CUSTOMER_PHONE_NUMBER]) ON OBJECT::[dbo].[CALLBACK_FACT] TO [lethe];
GRANT UPDATE ([CLIENT_ID], [CONTACT_INFO]) ON OBJECT::[dbo].[LDR_FACT] TO [lethe];
GRANT UPDATE ([USERNAME], [EMPLOYEEID], [FIRSTNAME], [LASTNAME], [EMAIL]) ON OBJECT::[dbo].[GIDB_GC_AGENT] TO [lethe];
GRANT UPDATE ([RESOURCE_NAME], [EMPLOYEE_ID], [AGENT_FIRST_NAME], [AGENT_LAST_NAME]) ON OBJECT::[dbo].[RESOURCE_] TO [lethe];
GRANT UPDATE ([TARGET_OBJECT_SELECTED]) ON OBJECT::[dbo].[ROUTING_TARGET] TO [lethe];
-- Info Mart: user data, each table and column that the mapping names for a key of the requests; record fields of `recordFields`.
-- GRANT SELECT ON OBJECT::[dbo].[IRF_USER_DATA_CUST_1] TO [lethe];
-- GRANT UPDATE ([CUSTOM_DATA_1]) ON OBJECT::[dbo].[IRF_USER_DATA_CUST_1] TO [lethe];
-- GRANT UPDATE ([RECORD_FIELD_1]) ON OBJECT::[dbo].[CONTACT_ATTEMPT_FACT] TO [lethe];
-- Info Mart: tables that the site switches on under `siteTables`.
-- GRANT SELECT ON OBJECT::[dbo].[CDR_FACT] TO [lethe];
-- GRANT UPDATE ([ANI], [DNIS]) ON OBJECT::[dbo].[CDR_FACT] TO [lethe];
-- GRANT SELECT ON OBJECT::[dbo].[SDR_SESSION_FACT] TO [lethe];
-- GRANT UPDATE ([ANI]) ON OBJECT::[dbo].[SDR_SESSION_FACT] TO [lethe];
-- GRANT SELECT ON OBJECT::[dbo].[SDR_CUST_ATRIBUTES_FACT] TO [lethe];
-- GRANT UPDATE ([ATRIBUTE_VALUE]) ON OBJECT::[dbo].[SDR_CUST_ATRIBUTES_FACT] TO [lethe];
-- GRANT SELECT ON OBJECT::[dbo].[SDR_SURVEY_TRANSCRIPT_FACT] TO [lethe];
-- GRANT UPDATE ([TRANSCRIPTION]) ON OBJECT::[dbo].[SDR_SURVEY_TRANSCRIPT_FACT] TO [lethe];
-- Outbound: each calling list with its user fields, do-not-call lists (DELETE with `redact: delete`), request logs.
-- GRANT SELECT ON OBJECT::[dbo].[cl_sales] TO [lethe];
-- GRANT UPDATE ([contact_info], [email]) ON OBJECT::[dbo].[cl_sales] TO [lethe];
-- GRANT SELECT ON OBJECT::[dbo].[gsw_donotcall_list] TO [lethe];
-- GRANT UPDATE ([phone], [customer_id]) ON OBJECT::[dbo].[gsw_donotcall_list] TO [lethe];
-- GRANT SELECT ON OBJECT::[dbo].[gsw_request_log] TO [lethe];
-- GRANT UPDATE ([phone]) ON OBJECT::[dbo].[gsw_request_log] TO [lethe];
