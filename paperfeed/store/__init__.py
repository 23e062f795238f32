"""SQLite, the truth: papers, listings, marks, journal. The only importer of sqlite3."""
