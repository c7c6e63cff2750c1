//! One synchronous Tx over SQLite and PostgreSQL, group commit, migrations, agenda.
