//! Pure decisions: what may stand in a form, when a login is locked, where sign-in leads.

mod offices;

pub use offices::{
    AbsenceChecked, AbsenceEdit, ClosingEdit, DATE_AHEAD_DAYS, DayChecked, DayEdit, DelegationChecked,
    DelegationEdit, absence, closing_day, declared_day, delegation,
};

use crate::model::{LoginKind, Profile};
use kernel::{FieldError, Moment, Refusal, Role, text};

/// Wrong passwords in a row that lock an account.
pub const LOCK_AFTER_ATTEMPTS: i64 = 5;
/// How long a lock lasts.
pub const LOCK_MINUTES: i64 = 15;
/// Shortest password, in characters.
pub const PASSWORD_MIN_CHARS: usize = 10;
/// Longest password, in characters: enough for any phrase, too short to tire the machine.
pub const PASSWORD_MAX_CHARS: usize = 200;
/// A session nobody uses for so long ends.
pub const SESSION_IDLE_MINUTES: i64 = 30;
/// A session ends after so long however busy it is.
pub const SESSION_MAX_HOURS: i64 = 12;
/// A session without account lives so long: as long as the drafts it holds.
pub const GUEST_HOURS: i64 = 24;
/// How long a one-time administrator invitation opens its page.
pub const INVITATION_HOURS: i64 = 24;
/// The longest life of an API token.
pub const TOKEN_MAX_DAYS: i64 = 365;
/// API tokens of one account that may work at the same time.
pub const TOKENS_MAX: usize = 20;

const NAME_MAX_CHARS: usize = 100;
const TITLE_MAX_CHARS: usize = 100;
const ADDRESS_MAX_CHARS: usize = 300;
const EMAIL_MAX_CHARS: usize = 200;

const HOUR_MS: i64 = 3_600_000;

/// The clock times of a session: idle end is counted from `seen`.
pub fn session_lives(has_account: bool, seen: Moment, expires: Moment, now: Moment) -> bool {
    now < expires && (!has_account || now < seen.plus_minutes(SESSION_IDLE_MINUTES))
}

/// When a new session ends at the latest.
pub fn session_end(has_account: bool, now: Moment) -> Moment {
    let hours = if has_account { SESSION_MAX_HOURS } else { GUEST_HOURS };
    now.plus_ms(hours * HOUR_MS)
}

/// What someone typed as login, as it is looked up: a phone number in any writing, an e-mail
/// address, or a user name.
pub fn login_key(raw: &str) -> Option<(LoginKind, String)> {
    let typed = text::clean(raw, false);
    if let Some(phone) = text::phone(&typed) {
        return Some((LoginKind::Phone, phone));
    }
    if typed.contains('@') {
        return email(&typed).map(|email| (LoginKind::Email, email));
    }
    let name = typed.to_lowercase();
    is_user_name(&name).then_some((LoginKind::User, name))
}

fn is_user_name(name: &str) -> bool {
    (3..=40).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c))
}

fn email(raw: &str) -> Option<String> {
    let address = raw.to_lowercase();
    let (local, host) = address.split_once('@')?;
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@');
    let good =
        plain(local) && plain(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    (good && address.chars().count() <= EMAIL_MAX_CHARS).then_some(address)
}

/// A path of this site to go on to after sign-in, or `None` for anything that could lead away.
pub fn safe_next(raw: &str) -> Option<&str> {
    let plain = raw.starts_with('/')
        && !raw.starts_with("//")
        && raw.len() <= 500
        && !raw.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace());
    let back_to_door = ["/dang-nhap", "/dang-xuat", "/dang-ky"]
        .iter()
        .any(|door| raw.strip_prefix("/en").unwrap_or(raw).starts_with(door));
    (plain && !back_to_door).then_some(raw)
}

/// A citizen's sign-up as typed.
#[derive(Clone, Default)]
pub struct SignUp {
    /// Full name.
    pub name: String,
    /// Phone; the login.
    pub phone: String,
    /// Personal identification number, may be empty.
    pub card: String,
    /// Password.
    pub password: String,
    /// Password again.
    pub again: String,
}

/// A citizen's own profile as typed.
#[derive(Clone, Default)]
pub struct ProfileEdit {
    /// Full name.
    pub name: String,
    /// Personal identification number, may be empty.
    pub card: String,
    /// Date of birth: day, month and year, or the year alone, or nothing.
    pub born: (String, String, String),
    /// Address, may be empty.
    pub address: String,
    /// E-mail, may be empty.
    pub email: String,
}

/// An officer's account as typed by an administrator.
#[derive(Clone, Default)]
pub struct OfficerEdit {
    /// Full name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Phone at work, may be empty.
    pub phone: String,
    /// User name.
    pub login: String,
    /// Names of the roles ticked.
    pub roles: Vec<String>,
}

/// Collects field errors and hands out the cleaned values.
#[derive(Default)]
struct Form(Vec<FieldError>);

impl Form {
    fn wrong<T: Default>(&mut self, path: &str, code: &'static str) -> T {
        self.0.push(FieldError::new(path, code));
        T::default()
    }

    fn name(&mut self, raw: &str) -> String {
        let name = text::clean(raw, false);
        let letters = |c: char| c.is_alphabetic() || is_mark(c) || " .-'’ʼ".contains(c);
        if name.is_empty() {
            return self.wrong("name", "accounts-name-empty");
        }
        if name.chars().count() > NAME_MAX_CHARS {
            return self.wrong("name", "accounts-name-long");
        }
        if !name.chars().all(letters) || !name.contains(char::is_alphabetic) {
            return self.wrong("name", "accounts-name-letters");
        }
        name
    }

    fn phone(&mut self, raw: &str, needed: bool) -> String {
        if raw.trim().is_empty() {
            return if needed { self.wrong("phone", "accounts-phone-empty") } else { String::new() };
        }
        text::phone(raw).unwrap_or_else(|| self.wrong("phone", "accounts-phone"))
    }

    fn card(&mut self, raw: &str) -> String {
        let number = text::digits(raw);
        if raw.trim().is_empty() {
            return String::new();
        }
        if number.len() != 12 {
            let found = FieldError::new("card", "accounts-card").with("count", number.len());
            self.0.push(found);
            return String::new();
        }
        number
    }

    fn born(&mut self, (day, month, year): &(String, String, String)) -> String {
        let parts = [day, month, year].map(|part| text::digits(part));
        match [&parts[0], &parts[1], &parts[2]].map(String::as_str) {
            ["", "", ""] if [day, month, year].iter().all(|part| part.trim().is_empty()) => String::new(),
            ["", "", year] if year.len() == 4 && year.starts_with(['1', '2']) => year.to_owned(),
            [day, month, year] => match (day.parse(), month.parse(), year.parse()) {
                (Ok(day), Ok(month), Ok(year)) => match kernel::Day::new(year, month, day) {
                    Some(day) if day.year() >= 1900 => day.to_string(),
                    _ => self.wrong("born", "accounts-born"),
                },
                _ => self.wrong("born", "accounts-born"),
            },
        }
    }

    fn email(&mut self, raw: &str) -> String {
        let typed = text::clean(raw, false);
        if typed.is_empty() {
            return typed;
        }
        email(&typed).unwrap_or_else(|| self.wrong("email", "accounts-email"))
    }

    fn short(&mut self, path: &'static str, raw: &str, max: usize, code: &'static str) -> String {
        let value = text::clean(raw, false);
        if value.chars().count() > max { self.wrong(path, code) } else { value }
    }

    fn login(&mut self, raw: &str) -> String {
        let name = text::clean(raw, false).to_lowercase();
        if is_user_name(&name) { name } else { self.wrong("login", "accounts-login") }
    }

    fn password(&mut self, password: &str, again: &str) {
        let chars = password.chars().count();
        if chars < PASSWORD_MIN_CHARS {
            self.0
                .push(FieldError::new("password", "accounts-password-short").with("min", PASSWORD_MIN_CHARS));
        } else if chars > PASSWORD_MAX_CHARS {
            self.0
                .push(FieldError::new("password", "accounts-password-long").with("max", PASSWORD_MAX_CHARS));
        } else if is_monotone(password) {
            self.wrong::<()>("password", "accounts-password-weak");
        } else if again != password {
            self.wrong::<()>("again", "accounts-password-again");
        }
    }

    fn done<T>(self, value: T) -> Result<T, Refusal> {
        match Refusal::fields(self.0) {
            Some(refusal) => Err(refusal),
            None => Ok(value),
        }
    }
}

/// Combining marks that no composed letter takes up (Ê with a dot in some minority names).
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// One or two characters over and over, or digits counting up.
fn is_monotone(password: &str) -> bool {
    let mut kinds: Vec<char> = password.chars().collect();
    let counts_up = kinds.windows(2).all(|pair| pair[1] as u32 == pair[0] as u32 + 1);
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len() < 3 || counts_up
}

/// Checks a sign-up; gives the profile to keep.
pub fn sign_up(typed: &SignUp) -> Result<Profile, Refusal> {
    let mut form = Form::default();
    let profile = Profile {
        name: form.name(&typed.name),
        phone: form.phone(&typed.phone, true),
        card: form.card(&typed.card),
        ..Profile::default()
    };
    form.password(&typed.password, &typed.again);
    form.done(profile)
}

/// Checks an edited profile; gives the profile to keep. The logins stay as they were.
pub fn edit_profile(old: &Profile, typed: &ProfileEdit) -> Result<Profile, Refusal> {
    let mut form = Form::default();
    let profile = Profile {
        name: form.name(&typed.name),
        card: form.card(&typed.card),
        born: form.born(&typed.born),
        address: form.short("address", &typed.address, ADDRESS_MAX_CHARS, "accounts-address-long"),
        email: form.email(&typed.email),
        phone: old.phone.clone(),
        login: old.login.clone(),
    };
    form.done(profile)
}

/// Checks a new password typed twice.
pub fn new_password(password: &str, again: &str) -> Result<(), Refusal> {
    let mut form = Form::default();
    form.password(password, again);
    form.done(())
}

/// An officer's account after its check.
#[derive(Clone)]
pub struct OfficerChecked {
    /// The profile to keep.
    pub profile: Profile,
    /// The title.
    pub title: String,
    /// The roles.
    pub roles: Vec<Role>,
}

/// Checks an officer's account as typed by an administrator.
///
/// # Errors
/// The fields to mend, in the order of the form.
pub fn officer(typed: &OfficerEdit) -> Result<OfficerChecked, Refusal> {
    let mut form = Form::default();
    let name = form.name(&typed.name);
    let title = form.short("title", &typed.title, TITLE_MAX_CHARS, "accounts-title-long");
    if typed.title.trim().is_empty() {
        form.wrong::<()>("title", "accounts-title-empty");
    }
    let phone = form.phone(&typed.phone, false);
    let login = form.login(&typed.login);
    let profile = Profile { name, phone, login, ..Profile::default() };
    let mut roles = Vec::new();
    for name in &typed.roles {
        match Role::from_name(name).filter(|role| crate::permissions::officer_roles().any(|one| one == *role))
        {
            Some(role) if !roles.contains(&role) => roles.push(role),
            Some(_) => {}
            None => form.wrong("roles", "accounts-roles-unknown"),
        }
    }
    if typed.roles.is_empty() {
        form.wrong::<()>("roles", "accounts-roles-empty");
    }
    form.done(OfficerChecked { profile, title, roles })
}

/// Checks login, name and password of the first administrator.
pub fn first_admin(name: &str, login: &str, password: &str, again: &str) -> Result<Profile, Refusal> {
    let mut form = Form::default();
    let profile = Profile { name: form.name(name), login: form.login(login), ..Profile::default() };
    form.password(password, again);
    form.done(profile)
}

/// Checks name and life of a new API token; gives the name and the days.
pub fn new_token(name: &str, days: &str) -> Result<(String, i64), Refusal> {
    let mut form = Form::default();
    let name = form.short("name", name, NAME_MAX_CHARS, "accounts-token-name");
    if name.is_empty() && form.0.is_empty() {
        form.wrong::<()>("name", "accounts-token-name");
    }
    let days = match days.trim().parse::<i64>() {
        Ok(days) if (1..=TOKEN_MAX_DAYS).contains(&days) => days,
        _ => {
            form.0.push(FieldError::new("days", "accounts-token-days").with("max", TOKEN_MAX_DAYS));
            0
        }
    };
    form.done((name, days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes<T>(result: Result<T, Refusal>) -> Vec<(String, &'static str)> {
        match result {
            Ok(_) => Vec::new(),
            Err(refusal) => refusal.fields.into_iter().map(|field| (field.path, field.code)).collect(),
        }
    }

    #[test]
    fn a_login_is_a_phone_an_address_or_a_user_name_in_any_writing() {
        let key = |raw| login_key(raw).map(|(kind, key)| (kind.name(), key));
        assert_eq!(key("+84 900 000 401"), Some(("phone", "0900000401".to_owned())));
        assert_eq!(key(" Mau@Vi-Du.VN "), Some(("email", "mau@vi-du.vn".to_owned())));
        assert_eq!(key("TiepNhan.SaiGon"), Some(("user", "tiepnhan.saigon".to_owned())));
        for wrong in ["", "a", "1abc", "mẫu", "a b c", "@x.vn", "a@b", "a@.vn"] {
            assert_eq!(key(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sign_in_leads_only_to_paths_of_this_site() {
        for good in ["/", "/can-bo/viec?trang=2", "/en/tai-khoan", "/nop/123/buoc/ho-ten"] {
            assert_eq!(safe_next(good), Some(good));
        }
        for bad in [
            "",
            "https://xau.vn",
            "//xau.vn",
            "/\\xau.vn",
            "/a\r\nSet-Cookie: x",
            "/dang-nhap?tiep=/",
            "/en/dang-xuat",
            "javascript:alert(1)",
        ] {
            assert_eq!(safe_next(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_sign_up_keeps_what_is_normal_and_names_each_wrong_field() {
        let mut typed = SignUp {
            name: " H'Hen   Mẫu ".into(),
            phone: "+84 900 000 401".into(),
            card: "079 090 000 401".into(),
            password: "mot-cau-dai".into(),
            again: "mot-cau-dai".into(),
        };
        let profile = sign_up(&typed).unwrap();
        assert_eq!((profile.name.as_str(), profile.phone.as_str()), ("H'Hen Mẫu", "0900000401"));
        assert_eq!(profile.card, "079090000401");
        typed.name = "1234".into();
        typed.phone = String::new();
        typed.card = "12".into();
        typed.again = "khac".into();
        let wrong: Vec<String> = codes(sign_up(&typed)).into_iter().map(|(path, _)| path).collect();
        assert_eq!(wrong, ["name", "phone", "card", "again"]);
    }

    #[test]
    fn every_name_of_this_country_is_a_name() {
        for name in ["Y Nhưk Êban", "H'Hen Niê", "K’ Brêu", "Sùng A Phềnh", "Lan", "Nguyễn Thị Thí-Dụ"]
        {
            assert_eq!(Form::default().name(name), name);
        }
    }

    #[test]
    fn short_and_monotone_passwords_are_sent_back() {
        let one = |password: &str| codes(new_password(password, password)).pop().map(|(_, code)| code);
        assert_eq!(one("ngan"), Some("accounts-password-short"));
        assert_eq!(one("aaaaaaaaaaaa"), Some("accounts-password-weak"));
        assert_eq!(one("0123456789"), Some("accounts-password-weak"));
        assert_eq!(one(&"dai".repeat(100)), Some("accounts-password-long"));
        assert_eq!(one("một câu dễ nhớ"), None);
    }

    #[test]
    fn a_birth_date_may_be_a_year_or_nothing() {
        let born = |d: &str, m: &str, y: &str| {
            let mut form = Form::default();
            let value = form.born(&(d.into(), m.into(), y.into()));
            form.done(value).ok()
        };
        assert_eq!(born("5", "9", "1990").as_deref(), Some("1990-09-05"));
        assert_eq!(born("", "", "1950").as_deref(), Some("1950"));
        assert_eq!(born("", "", "").as_deref(), Some(""));
        assert_eq!(born("31", "9", "1990"), None);
        assert_eq!(born("x", "", ""), None);
    }

    #[test]
    fn an_officer_needs_a_title_and_a_role_of_officers() {
        let typed = OfficerEdit {
            name: "Vũ Thị Mẫu".into(),
            login: "mau.saigon".into(),
            roles: vec!["citizen".into()],
            ..OfficerEdit::default()
        };
        let wrong = codes(officer(&typed));
        assert_eq!(
            wrong,
            [("title".to_owned(), "accounts-title-empty"), ("roles".to_owned(), "accounts-roles-unknown")]
        );
    }

    #[test]
    fn a_session_ends_when_idle_and_a_guest_keeps_the_day() {
        let start = Moment::from_ms(0);
        let end = session_end(true, start);
        assert!(session_lives(true, start, end, start.plus_minutes(29)));
        assert!(!session_lives(true, start, end, start.plus_minutes(30)));
        assert!(!session_lives(true, end, end, end));
        assert!(session_lives(false, start, session_end(false, start), start.plus_minutes(23 * 60)));
    }
}
