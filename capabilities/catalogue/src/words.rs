//! The words files may use: each set is an enum, each word its stable name.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, utoipa::ToSchema)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant,)* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// Its name as files, texts and the API write it.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The one with this name.
            pub fn from_name(name: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

words! {
    /// The level of government that decides (cấp thực hiện).
    Tier {
        /// A ministry or another central body.
        Central = "central",
        /// The province.
        Province = "province",
        /// The ward or commune.
        Commune = "commune",
        /// Another body.
        Other = "other",
    }
}

words! {
    /// How much of it works without coming in person (mức độ).
    Service {
        /// Toàn trình: everything on line.
        Full = "full",
        /// Một phần: some of it at an office.
        Partial = "partial",
        /// Only at an office.
        Counter = "counter",
    }
}

words! {
    /// A way to file.
    Way {
        /// On line.
        Online = "online",
        /// At a reception counter.
        Counter = "counter",
        /// By post.
        Post = "post",
    }
}

words! {
    /// How closely an answer is guarded.
    Class {
        /// May be published.
        Public = "public",
        /// Of the matter, not of a person; kept in the clear.
        Fact = "fact",
        /// Of a person; sealed.
        Personal = "personal",
        /// Sensitive under the data law; sealed.
        Sensitive = "sensitive",
    }
}

words! {
    /// What kind of answer a question takes; field, keyboard and checks follow from it.
    Kind {
        /// One line.
        Text = "text",
        /// Several lines.
        Long = "long",
        /// A person's name, in any letters.
        Name = "name",
        /// A day; the year alone where `year_only` is true.
        Date = "date",
        /// A year.
        Year = "year",
        /// A whole number.
        Number = "number",
        /// A number with a part, such as an area.
        Decimal = "decimal",
        /// One of the options.
        Choice = "choice",
        /// Yes or no.
        YesNo = "yesno",
        /// The 12 digits of the identity card.
        Card = "card",
        /// A Vietnamese phone number.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
        /// An address in one line.
        Address = "address",
    }
}

words! {
    /// What an answer means to the dossier, whatever the question is called.
    Meaning {
        /// Name of the one who applies.
        ApplicantName = "applicant-name",
        /// Birth date of the one who applies.
        ApplicantBirth = "applicant-birth",
        /// Card number of the one who applies.
        ApplicantCard = "applicant-card",
        /// Phone of the one who applies.
        ApplicantPhone = "applicant-phone",
        /// E-mail of the one who applies.
        ApplicantEmail = "applicant-email",
        /// Address of the one who applies.
        ApplicantAddress = "applicant-address",
        /// The organisation that applies.
        Organisation = "organisation",
        /// Name of the person the dossier is about.
        SubjectName = "subject-name",
        /// How the result is wanted: options `online`, `counter`, `post`.
        ReceiveBy = "receive-by",
        /// Where the result is posted to.
        PostAddress = "post-address",
    }
}

words! {
    /// What is done in a step.
    StepKind {
        /// Work on the matter.
        Work = "work",
        /// Approve the result.
        Approve = "approve",
        /// Hand the result over; the legal limit is over by then.
        Handover = "handover",
    }
}

words! {
    /// What silence means when the limit of a consultation ends.
    Silence {
        /// Sector law takes it as consent.
        Consent = "consent",
        /// Nothing; the one who asked reports it and goes on waiting.
        Nothing = "nothing",
    }
}

words! {
    /// A form in which a paper is taken.
    Form {
        /// The original.
        Original = "original",
        /// A certified copy.
        Certified = "certified",
        /// An electronic paper or an electronic copy.
        Electronic = "electronic",
        /// A photograph or a scan.
        Photo = "photo",
    }
}

words! {
    /// Phí pays for a service, lệ phí for an act of the State.
    FeeKind {
        /// Phí.
        Service = "service",
        /// Lệ phí.
        Charge = "charge",
    }
}

impl Class {
    /// Whether answers of this class are sealed.
    pub const fn is_sealed(self) -> bool {
        matches!(self, Class::Personal | Class::Sensitive)
    }
}
