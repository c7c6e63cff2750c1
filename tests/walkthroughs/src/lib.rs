//! Walkthroughs across capabilities.
