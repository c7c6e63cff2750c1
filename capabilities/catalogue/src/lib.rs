//! Procedures as files, revisions, regimes, questions, papers, fees, flows.
