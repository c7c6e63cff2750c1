//! The core: ledger, tasks, clocks, papers, looks, alarms.
