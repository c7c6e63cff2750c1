//! Sets of words as enums: each word has one stable name in database, API, files and text keys.

/// Declares an enum whose variants have stable names.
///
/// ```
/// kernel::words! {
///     /// Where a door stands.
///     Door {
///         /// Anyone may enter.
///         Open = "open",
///         /// Nobody may.
///         Shut = "shut",
///     }
/// }
/// assert_eq!(Door::from_name("shut"), Some(Door::Shut));
/// assert_eq!(Door::Open.name(), "open");
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, ::serde::Serialize, ::serde::Deserialize,
        )]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant,)* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// Its stable name, as stored and as in text keys.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The one with this stable name.
            pub fn from_name(name: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}
