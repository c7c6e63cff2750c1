//! The officers' side: receiving list, walk-in intake, work list, assignment.
