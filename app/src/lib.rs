//! The application as a library, so that tests can assemble it.
