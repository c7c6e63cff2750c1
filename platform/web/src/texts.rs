//! Every sentence the house says: Fluent catalogues in Vietnamese and English.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::{Fault, Id, Money};
use std::borrow::Cow;

/// The languages of the screens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Lang {
    /// Vietnamese, at the plain address.
    Vi,
    /// English, under `/en`.
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Lang; 2] = [Lang::Vi, Lang::En];

    /// The language tag for `lang=""`.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    /// What stands before every address in this language.
    pub const fn prefix(self) -> &'static str {
        match self {
            Lang::Vi => "",
            Lang::En => "/en",
        }
    }

    /// The other one.
    pub const fn other(self) -> Lang {
        match self {
            Lang::Vi => Lang::En,
            Lang::En => Lang::Vi,
        }
    }
}

/// The catalogues of one room.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Whose.
    pub room: &'static str,
    /// Fluent source in Vietnamese.
    pub vi: &'static str,
    /// Fluent source in English.
    pub en: &'static str,
}

impl Source {
    /// The source in one language.
    pub const fn of(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }
}

/// The catalogues of the whole house, one bundle per language.
pub struct Texts {
    vi: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl Texts {
    /// Merges the sources of every room; a doubled or broken key is a fault.
    pub fn new(sources: &[Source]) -> Result<Texts, Fault> {
        Ok(Texts { vi: bundle(Lang::Vi, sources)?, en: bundle(Lang::En, sources)? })
    }

    fn of(&self, lang: Lang) -> &FluentBundle<FluentResource> {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }

    /// Whether the key exists.
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.of(lang).has_message(key)
    }

    /// The sentence of a key.
    pub fn get<'t>(&'t self, lang: Lang, key: &str) -> Cow<'t, str> {
        self.format(lang, key, None)
    }

    /// The sentence of a key with its values.
    pub fn with<'t>(&'t self, lang: Lang, key: &str, args: &[(&'static str, &dyn Arg)]) -> Cow<'t, str> {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(*name, arg.value());
        }
        Cow::Owned(self.format(lang, key, Some(&values)).into_owned())
    }

    fn format<'t>(&'t self, lang: Lang, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'t, str> {
        let bundle = self.of(lang);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, lang = lang.tag(), "text missing");
            return Cow::Owned(if cfg!(debug_assertions) { format!("⟦{key}⟧") } else { key.to_owned() });
        };
        let mut errors = Vec::new();
        let text = match args {
            None => bundle.format_pattern(pattern, None, &mut errors),
            Some(args) => Cow::Owned(bundle.format_pattern(pattern, Some(args), &mut errors).into_owned()),
        };
        if !errors.is_empty() {
            tracing::error!(key, lang = lang.tag(), ?errors, "text could not take its values");
        }
        text
    }
}

fn bundle(lang: Lang, sources: &[Source]) -> Result<FluentBundle<FluentResource>, Fault> {
    let tag: unic_langid::LanguageIdentifier = lang.tag().parse().map_err(Fault::new)?;
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Isolation marks are invisible characters that would end up in copied codes and in tests.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 => {
            #[allow(clippy::cast_possible_truncation, reason = "counts and amounts are far below 2^53")]
            let whole = number.value as i64;
            Some(kernel::money::grouped(whole))
        }
        _ => None,
    }));
    for source in sources {
        let resource = FluentResource::try_new(source.of(lang).to_owned()).map_err(|(_, errors)| {
            Fault::new(format!("texts of {} ({}): {errors:?}", source.room, lang.tag()))
        })?;
        bundle
            .add_resource(resource)
            .map_err(|errors| Fault::new(format!("texts of {} ({}): {errors:?}", source.room, lang.tag())))?;
    }
    Ok(bundle)
}

/// A value inside a sentence. Whole numbers choose plural forms and are shown `12.345`.
pub trait Arg {
    /// As Fluent takes it.
    fn value(&self) -> FluentValue<'_>;
}

impl Arg for str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl Arg for String {
    fn value(&self) -> FluentValue<'_> {
        self.as_str().value()
    }
}

impl Arg for Cow<'_, str> {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl Arg for Money {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Owned(self.to_string()))
    }
}

impl Arg for Id {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Owned(self.to_string()))
    }
}

impl<A: Arg + ?Sized> Arg for &A {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

macro_rules! whole_numbers {
    ($($kind:ty)*) => { $(impl Arg for $kind {
        fn value(&self) -> FluentValue<'_> {
            FluentValue::from(*self)
        }
    })* };
}
whole_numbers!(i8 i16 i32 i64 u8 u16 u32 u64 usize);

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        Texts::new(&[Source {
            room: "room",
            vi: "hello = Xin chào { $name }\ncount = { $n } tờ\n",
            en: "hello = Hello { $name }\ncount = { $n ->\n    [one] one sheet\n   *[other] { $n } sheets\n }\n",
        }])
        .unwrap()
    }

    #[test]
    fn a_sentence_takes_its_values_without_invisible_marks() {
        let texts = texts();
        assert_eq!(texts.with(Lang::Vi, "hello", &[("name", &"Lan")]), "Xin chào Lan");
        assert_eq!(texts.with(Lang::En, "count", &[("n", &1)]), "one sheet");
        assert_eq!(texts.with(Lang::En, "count", &[("n", &12_345)]), "12.345 sheets");
    }

    #[test]
    fn a_missing_key_is_seen() {
        assert_eq!(texts().get(Lang::Vi, "nothing"), "⟦nothing⟧");
    }

    #[test]
    fn a_key_given_twice_is_refused() {
        let source = Source { room: "a", vi: "x = 1\n", en: "x = 1\n" };
        assert!(Texts::new(&[source, source]).is_err());
    }
}
