//! SQL texts, each a registered static, so that a test can prepare and explain all of them.

use std::sync::OnceLock;

/// One SQL text in the subset both engines share. Its address is its identity.
pub struct Statement {
    name: &'static str,
    sql: &'static str,
    flags: &'static [&'static str],
    postgres: OnceLock<Box<str>>,
}

impl Statement {
    /// Used by [`statements!`](crate::statements); flags are `scan`, `sqlite`, `postgres`.
    pub const fn new(name: &'static str, sql: &'static str, flags: &'static [&'static str]) -> Statement {
        Statement { name, sql, flags, postgres: OnceLock::new() }
    }

    /// The name of the static.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The text as written, with `?1`, `?2`…
    pub const fn sql(&self) -> &'static str {
        self.sql
    }

    /// Whether it may read a whole table.
    pub fn may_scan(&self) -> bool {
        self.flags.contains(&"scan")
    }

    /// Whether it is written for this engine (most are for both).
    pub fn is_for(&self, engine: crate::Engine) -> bool {
        let own = match engine {
            crate::Engine::Sqlite => "sqlite",
            crate::Engine::Postgres => "postgres",
        };
        !self.is_specific() || self.flags.contains(&own)
    }

    /// Whether it is one of the few written for one engine only.
    pub fn is_specific(&self) -> bool {
        self.flags.contains(&"sqlite") || self.flags.contains(&"postgres")
    }

    /// The text with `$1`, `$2`…
    pub fn postgres_sql(&self) -> &str {
        self.postgres.get_or_init(|| dollars(self.sql).into_boxed_str())
    }

    /// An identity that is cheap to compare: the address.
    pub(crate) fn key(&'static self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

impl std::fmt::Debug for Statement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// `?n` to `$n`, outside quoted text.
fn dollars(sql: &str) -> String {
    let mut quoted = false;
    sql.chars()
        .map(|c| {
            quoted ^= c == '\'';
            if c == '?' && !quoted { '$' } else { c }
        })
        .collect()
}

/// Declares the SQL texts of a module and lists them as `ALL`.
///
/// ```
/// store::statements! {
///     /// One person.
///     pub static FIND_PERSON = "select name from person where id = ?1";
///     /// Read whole: a few hundred rows, once at start.
///     pub static ALL_PROCEDURES: scan = "select code from procedure order by code";
/// }
/// assert_eq!(ALL.len(), 2);
/// ```
///
/// After the name may stand `scan` (may read a whole table), `sqlite` or `postgres` (for one
/// engine only; at most ten in the whole repository).
#[macro_export]
macro_rules! statements {
    ($($(#[$meta:meta])* $vis:vis static $name:ident $(: $($flag:ident)+)? = $sql:expr;)*) => {
        $(
            $(#[$meta])*
            #[allow(unreachable_pub)]
            $vis static $name: $crate::Statement =
                $crate::Statement::new(stringify!($name), $sql, &[$($(stringify!($flag)),+)?]);
        )*

        /// Every statement of this module, for the test that prepares them on both engines.
        #[allow(unreachable_pub)]
        pub static ALL: &[&$crate::Statement] = &[$(&$name),*];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_marks_become_dollars_but_not_inside_text() {
        assert_eq!(dollars("select '?1', a from b where c = ?12"), "select '?1', a from b where c = $12");
    }

    #[test]
    fn flags_say_for_which_engine_and_whether_it_may_scan() {
        crate::statements! {
            static PLAIN = "select 1";
            static WHOLE: scan postgres = "select 2";
        }
        assert_eq!(ALL.len(), 2);
        assert!(PLAIN.is_for(crate::Engine::Sqlite) && !PLAIN.may_scan());
        assert!(
            WHOLE.may_scan() && !WHOLE.is_for(crate::Engine::Sqlite) && WHOLE.is_for(crate::Engine::Postgres)
        );
    }
}
