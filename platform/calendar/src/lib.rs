//! Working time: office hours, holidays, swapped days, legal computing of limits.
