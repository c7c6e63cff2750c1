//! The dossier kind: draft, submit, accept, steps, result.
