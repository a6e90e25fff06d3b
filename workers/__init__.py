"""The machine's half: one file per stage, each an RQ job by dotted name; the database is the truth."""
