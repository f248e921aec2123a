-- The least that Lethe's login needs on PostgreSQL. For the DBA, to be adapted: the login is called lethe, the schema public.
-- `lethe doctor` prints those that are missing, for the tables, columns and login of the settings.
-- The names are those of unquoted DDL, which PostgreSQL keeps in lower case.
GRANT USAGE ON SCHEMA "public" TO "lethe";
-- The history and the record (`history.sql`, `finding.sql`), in the database that `history` of the settings names. Rows of
-- theirs are never changed, and DELETE is for `lethe purge` alone. Auditors need SELECT on the history, and nothing else.
GRANT SELECT, INSERT, DELETE ON "public"."ctl_gdpr_history" TO "lethe";
GRANT SELECT, INSERT, DELETE ON "public"."lethe_finding" TO "lethe";
-- Info Mart: export and preview.
GRANT SELECT ON "public"."interaction_fact" TO "lethe";
GRANT SELECT ON "public"."interaction_resource_fact" TO "lethe";
GRANT SELECT ON "public"."ixn_resource_state_fact" TO "lethe";
GRANT SELECT ON "public"."contact_attempt_fact" TO "lethe";
GRANT SELECT ON "public"."callback_fact" TO "lethe";
GRANT SELECT ON "public"."ldr_fact" TO "lethe";
GRANT SELECT ON "public"."gidb_gc_agent" TO "lethe";
GRANT SELECT ON "public"."resource_" TO "lethe";
GRANT SELECT ON "public"."routing_target" TO "lethe";
GRANT SELECT ON "public"."ctl_ud_to_ude_mapping" TO "lethe";
-- Info Mart: forget.
GRANT UPDATE ("source_address", "target_address") ON "public"."interaction_fact" TO "lethe";
GRANT UPDATE ("target_address") ON "public"."interaction_resource_fact" TO "lethe";
GRANT UPDATE ("target_address") ON "public"."ixn_resource_state_fact" TO "lethe";
GRANT UPDATE ("contact_info") ON "public"."contact_attempt_fact" TO "lethe";
GRANT UPDATE ("customer_ani", "customer_phone_number") ON "public"."callback_fact" TO "lethe";
GRANT UPDATE ("client_id", "contact_info") ON "public"."ldr_fact" TO "lethe";
GRANT UPDATE ("username", "employeeid", "firstname", "lastname", "email") ON "public"."gidb_gc_agent" TO "lethe";
GRANT UPDATE ("resource_name", "employee_id", "agent_first_name", "agent_last_name") ON "public"."resource_" TO "lethe";
GRANT UPDATE ("target_object_selected") ON "public"."routing_target" TO "lethe";
-- Info Mart: user data, each table and column that the mapping names for a key of the requests; record fields of `recordFields`.
-- GRANT SELECT ON "public"."irf_user_data_cust_1" TO "lethe";
-- GRANT UPDATE ("custom_data_1") ON "public"."irf_user_data_cust_1" TO "lethe";
-- GRANT UPDATE ("record_field_1") ON "public"."contact_attempt_fact" TO "lethe";
-- Info Mart: tables that the site switches on under `siteTables`.
-- GRANT SELECT ON "public"."cdr_fact" TO "lethe";
-- GRANT UPDATE ("ani", "dnis") ON "public"."cdr_fact" TO "lethe";
-- GRANT SELECT ON "public"."sdr_session_fact" TO "lethe";
-- GRANT UPDATE ("ani") ON "public"."sdr_session_fact" TO "lethe";
-- GRANT SELECT ON "public"."sdr_cust_atributes_fact" TO "lethe";
-- GRANT UPDATE ("atribute_value") ON "public"."sdr_cust_atributes_fact" TO "lethe";
-- GRANT SELECT ON "public"."sdr_survey_transcript_fact" TO "lethe";
-- GRANT UPDATE ("transcription") ON "public"."sdr_survey_transcript_fact" TO "lethe";
-- Outbound: each calling list with its user fields, do-not-call lists (DELETE with `redact: delete`), request logs.
-- GRANT SELECT ON "public"."cl_sales" TO "lethe";
-- GRANT UPDATE ("contact_info", "email") ON "public"."cl_sales" TO "lethe";
-- GRANT SELECT ON "public"."gsw_donotcall_list" TO "lethe";
-- GRANT UPDATE ("phone", "customer_id") ON "public"."gsw_donotcall_list" TO "lethe";
-- GRANT SELECT ON "public"."gsw_request_log" TO "lethe";
-- GRANT UPDATE ("phone") ON "public"."gsw_request_log" TO "lethe";
