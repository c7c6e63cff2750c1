//! The words files may use: each set is an enum, each word its stable name.

kernel::words! {
    /// The level of government that decides (cấp thực hiện).
    #[derive(utoipa::ToSchema)]
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

kernel::words! {
    /// How much of it works without coming in person (mức độ).
    #[derive(utoipa::ToSchema)]
    Service {
        /// Toàn trình: everything on line.
        Full = "full",
        /// Một phần: some of it at an office.
        Partial = "partial",
        /// Only at an office.
        Counter = "counter",
    }
}

kernel::words! {
    /// A way to file.
    #[derive(utoipa::ToSchema)]
    Way {
        /// On line.
        Online = "online",
        /// At a reception counter.
        Counter = "counter",
        /// By post.
        Post = "post",
    }
}

kernel::words! {
    /// How closely an answer is guarded.
    #[derive(utoipa::ToSchema)]
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

kernel::words! {
    /// What kind of answer a question takes; field, keyboard and checks follow from it.
    #[derive(utoipa::ToSchema)]
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

kernel::words! {
    /// What an answer means to the dossier, whatever the question is called.
    #[derive(utoipa::ToSchema)]
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

kernel::words! {
    /// What is done in a step.
    #[derive(utoipa::ToSchema)]
    StepKind {
        /// Work on the matter.
        Work = "work",
        /// Approve the result.
        Approve = "approve",
        /// The person must do something first, such as pay; an officer of the step's unit confirms it.
        Await = "await",
        /// Hand the result over; the legal limit is over by then.
        Handover = "handover",
    }
}

kernel::words! {
    /// What silence means when the limit of a consultation ends.
    #[derive(utoipa::ToSchema)]
    Silence {
        /// Sector law takes it as consent.
        Consent = "consent",
        /// Nothing; the one who asked reports it and goes on waiting.
        Nothing = "nothing",
    }
}

kernel::words! {
    /// A form in which a paper is taken.
    #[derive(utoipa::ToSchema)]
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

kernel::words! {
    /// Phí pays for a service, lệ phí for an act of the State.
    #[derive(utoipa::ToSchema)]
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
