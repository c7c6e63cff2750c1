//! Sealed content over object storage; uploads known by content.
