//! What a place is.

use std::ops::Range;

kernel::words! {
    /// What a unit is called by law. *Ward*, *commune* and *special zone* are what there is below a
    /// province since 01/07/2025; the others but *province* and *city* are of the time before.
    Kind {
        /// Tỉnh.
        Province = "province",
        /// Thành phố: of the State since 01/07/2025; before also one of a province.
        City = "city",
        /// Quận.
        UrbanDistrict = "urban-district",
        /// Huyện.
        District = "district",
        /// Thị xã.
        Town = "town",
        /// Thị trấn.
        Township = "township",
        /// Phường.
        Ward = "ward",
        /// Xã.
        Commune = "commune",
        /// Đặc khu.
        SpecialZone = "special-zone",
    }
}

impl Kind {
    /// The word of the law, in lower case: `phường`.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Province => "tỉnh",
            Kind::City => "thành phố",
            Kind::UrbanDistrict => "quận",
            Kind::District => "huyện",
            Kind::Town => "thị xã",
            Kind::Township => "thị trấn",
            Kind::Ward => "phường",
            Kind::Commune => "xã",
            Kind::SpecialZone => "đặc khu",
        }
    }

    /// The word as a name begins with it: `Phường`.
    const fn title(self) -> &'static str {
        match self {
            Kind::Province => "Tỉnh",
            Kind::City => "Thành phố",
            Kind::UrbanDistrict => "Quận",
            Kind::District => "Huyện",
            Kind::Town => "Thị xã",
            Kind::Township => "Thị trấn",
            Kind::Ward => "Phường",
            Kind::Commune => "Xã",
            Kind::SpecialZone => "Đặc khu",
        }
    }

    /// The usual English word: `Ward`.
    const fn english(self) -> &'static str {
        match self {
            Kind::Province => "Province",
            Kind::City => "City",
            Kind::UrbanDistrict | Kind::District => "District",
            Kind::Town => "Town",
            Kind::Township => "Township",
            Kind::Ward => "Ward",
            Kind::Commune => "Commune",
            Kind::SpecialZone => "Special Zone",
        }
    }

    /// The kind a word of the files stands for.
    pub(crate) fn of_word(word: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// `Phường Sài Gòn`.
    fn full(self, name: &str) -> String {
        format!("{} {name}", self.title())
    }

    /// `Sài Gòn Ward`, but `Ward 12`: names keep their marks.
    fn full_english(self, name: &str) -> String {
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            format!("{} {name}", self.english())
        } else {
            format!("{name} {}", self.english())
        }
    }
}

/// Where a unit stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Cấp tỉnh.
    Province,
    /// Cấp huyện, until 30/06/2025.
    District,
    /// Cấp xã.
    Commune,
}

/// A province (tỉnh, thành phố) since 01/07/2025.
#[derive(Debug)]
pub struct Province {
    /// Two digits: `79`.
    pub code: &'static str,
    /// [`Kind::Province`] or [`Kind::City`].
    pub kind: Kind,
    /// Without the kind: `Hồ Chí Minh`.
    pub name: &'static str,
    /// First and one past the last of its communes.
    pub(crate) from: u16,
    pub(crate) to: u16,
}

impl Province {
    /// `Thành phố Hồ Chí Minh`.
    pub fn full_name(&self) -> String {
        self.kind.full(self.name)
    }

    /// `Hồ Chí Minh City`.
    pub fn english_name(&self) -> String {
        self.kind.full_english(self.name)
    }

    /// How many communes it has.
    pub fn count(&self) -> usize {
        usize::from(self.to - self.from)
    }

    pub(crate) fn communes(&self) -> Range<usize> {
        usize::from(self.from)..usize::from(self.to)
    }
}

/// A commune (xã, phường, đặc khu) since 01/07/2025.
#[derive(Debug)]
pub struct Commune {
    /// Five digits: `26740`.
    pub code: &'static str,
    /// [`Kind::Commune`], [`Kind::Ward`] or [`Kind::SpecialZone`].
    pub kind: Kind,
    /// Without the kind: `Sài Gòn`.
    pub name: &'static str,
    pub(crate) province: u8,
}

impl Commune {
    /// `Phường Sài Gòn`.
    pub fn full_name(&self) -> String {
        self.kind.full(self.name)
    }

    /// `Sài Gòn Ward`.
    pub fn english_name(&self) -> String {
        self.kind.full_english(self.name)
    }

    /// Code and name as an address has them: `26740-phuong-sai-gon`.
    pub fn slug(&self) -> String {
        format!("{}-{}", self.code, kernel::text::fold(&self.full_name()).replace(' ', "-"))
    }
}

/// A unit as it was until 30/06/2025.
#[derive(Debug)]
pub struct Former {
    /// Its code of then.
    pub code: &'static str,
    /// What it was.
    pub kind: Kind,
    /// Without the kind: `Bến Nghé`, `1`.
    pub name: &'static str,
    /// Where it stood.
    pub level: Level,
    /// Its own position.
    pub(crate) at: u16,
    /// Position of the unit above.
    pub(crate) above: Option<u16>,
    /// The province of today.
    pub(crate) province: u8,
    /// First and one past the last of its successors.
    pub(crate) taken: (u32, u32),
}

impl Former {
    /// `Phường Bến Nghé`, `Quận 1`.
    pub fn full_name(&self) -> String {
        self.kind.full(self.name)
    }

    /// `Bến Nghé Ward`, `District 1`.
    pub fn english_name(&self) -> String {
        self.kind.full_english(self.name)
    }
}

/// One successor of a former commune.
#[derive(Debug)]
pub(crate) struct Taken {
    /// Position of the commune.
    pub(crate) commune: u16,
    /// Both sources name it.
    pub(crate) certain: bool,
}
