//! Money in whole đồng.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in đồng; shown with dots between groups: `1.250.000`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(pub i64);

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(self.0))
    }
}

/// A whole number with dots between groups of three, as Vietnamese writes it.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_with_dots() {
        let shown: Vec<String> = [0, 999, 8000, 1_250_000, -75_000].map(|n| Money(n).to_string()).into();
        assert_eq!(shown, ["0", "999", "8.000", "1.250.000", "-75.000"]);
    }
}
