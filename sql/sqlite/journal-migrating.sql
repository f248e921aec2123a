-- Before the tables are changed: a table that others refer to may be made anew. Switched on again behind it.
PRAGMA foreign_keys = OFF;
