//! Search over the procedures of this office, and over the national catalogue where it is there.
