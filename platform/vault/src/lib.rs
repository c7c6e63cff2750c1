//! Keyring, sealed fields, blind indexes.
