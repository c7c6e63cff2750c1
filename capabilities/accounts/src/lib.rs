//! People, agencies, officers, roles, sign-in.
