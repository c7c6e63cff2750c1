//! temporary
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lang { /// v
 Vi, /// e
 En }
