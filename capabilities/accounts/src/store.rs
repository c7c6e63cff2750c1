//! SQL texts and the way between rows and the model.

mod offices;

pub(crate) use offices::*;

use crate::model::{
    AccountKind, Agency, AgencyKind, DeclaredDay, GrantKind, LoginKind, RoleHeld, Unit, UnitKind,
};
use kernel::{Day, Failure, Fault, Id, Moment, Refusal, Role};
use store::{Expect, Migrations, Row, Tx, params};

/// The tables of this room.
pub const MIGRATIONS: Migrations = Migrations {
    room: "accounts",
    steps: &[
        include_str!("../migrations/0001_accounts.sql"),
        include_str!("../migrations/0002_agency_commune.sql"),
    ],
};

store::statements! {
    /// The whole tree; a province has a few hundred.
    pub static AGENCIES: scan = "select id, code, name_vi, name_en, kind, parent, hours, phone, address, opened, closed, successor, version, commune from agency order by code";
    /// All units.
    pub static UNITS: scan = "select id, agency, kind, name_vi, name_en, hours, closed, successor, version from unit order by id";
    /// All officers with what is sealed about them.
    pub static OFFICERS: scan = "select o.account, o.agency, o.unit, o.title, a.profile, a.disabled_at, a.version from officer o join account a on a.id = o.account order by o.account";
    /// All roles of officers, past ones too.
    pub static OFFICER_ROLES: scan = "select r.account, r.role, r.since, r.until from account_role r join officer o on o.account = r.account order by r.account, r.since, r.role";
    /// The version of the directory.
    pub static DIRECTORY_VERSION = "select version from directory where id = 1";
    /// Tells every process that the directory changed.
    pub static DIRECTORY_CHANGED = "insert into directory (id, version) values (1, 2)
        on conflict (id) do update set version = directory.version + 1";

    /// A new agency.
    pub static ADD_AGENCY = "insert into agency (id, code, name_vi, name_en, kind, parent, hours, phone, address, opened, commune, version) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1)";
    /// A new unit.
    pub static ADD_UNIT = "insert into unit (id, agency, kind, name_vi, name_en, hours, version) values (?1, ?2, ?3, ?4, ?5, ?6, 1)";

    /// A new account.
    pub static ADD_ACCOUNT = "insert into account (id, kind, profile, password, failed, created, version) values (?1, ?2, ?3, ?4, 0, ?5, 1)";
    /// A login for an account; nothing when it is taken.
    pub static ADD_LOGIN = "insert into login (token, account, kind) values (?1, ?2, ?3) on conflict (token) do nothing";
    /// Takes away a login of one kind.
    pub static DROP_LOGIN = "delete from login where account = ?1 and kind = ?2";
    /// Who a login belongs to.
    pub static FIND_LOGIN = "select account from login where token = ?1";
    /// An account.
    pub static ACCOUNT = "select id, kind, profile, created, disabled_at, version from account where id = ?1";
    /// What sign-in needs of an account.
    pub static PASSWORD_BY_LOGIN = "select a.id, a.password, a.kind from login l join account a on a.id = l.account where l.token = ?1";
    /// The same by account, for a change of password.
    pub static PASSWORD_BY_ACCOUNT = "select id, password, kind from account where id = ?1";
    /// Takes one of the few attempts before the password is compared; nothing when locked or off.
    pub static TAKE_ATTEMPT = "update account set failed = case when failed + 1 >= ?1 then 0 else failed + 1 end, locked_until = case when failed + 1 >= ?1 then cast(?2 as bigint) else null end where id = ?3 and disabled_at is null and (locked_until is null or locked_until <= ?4)";
    /// Gives the attempts back after a right password.
    pub static CLEAR_ATTEMPTS = "update account set failed = 0, locked_until = null where id = ?1";
    /// An administrator opens a lock.
    pub static UNLOCK = "update account set failed = 0, locked_until = null, version = version + 1 where id = ?1 and version = ?2";
    /// When a lock ends.
    pub static LOCKED_UNTIL = "select locked_until from account where id = ?1";
    /// Which officers are locked now.
    pub static LOCKED_OFFICERS: scan = "select a.id from account a join officer o on o.account = a.id where a.locked_until > ?1";
    /// A new password.
    pub static SET_PASSWORD = "update account set password = ?1, failed = 0, locked_until = null, version = version + 1 where id = ?2";
    /// A changed profile.
    pub static SET_PROFILE = "update account set profile = ?1, version = version + 1 where id = ?2 and version = ?3";
    /// Switches an account off.
    pub static DISABLE = "update account set disabled_at = ?1, version = version + 1 where id = ?2 and version = ?3 and disabled_at is null";
    /// Switches an account on again.
    pub static ENABLE = "update account set disabled_at = null, failed = 0, locked_until = null, version = version + 1 where id = ?1 and version = ?2";

    /// Makes an account an officer.
    pub static ADD_OFFICER = "insert into officer (account, agency, unit, title) values (?1, ?2, ?3, ?4)";
    /// A changed place and title.
    pub static SET_OFFICER = "update officer set agency = ?1, unit = ?2, title = ?3 where account = ?4";
    /// Gives a role.
    pub static ADD_ROLE = "insert into account_role (account, role, since) values (?1, ?2, ?3) on conflict (account, role, since) do update set until = null";
    /// Ends a role.
    pub static END_ROLE = "update account_role set until = ?1 where account = ?2 and role = ?3 and until is null";
    /// The roles of one account.
    pub static ROLES = "select role, since, until from account_role where account = ?1 order by since, role";
    /// Whether an administrator is in office.
    pub static ADMIN_EXISTS = "select r.account from account_role r join account a on a.id = r.account where r.role = 'admin' and r.until is null and a.disabled_at is null limit 1";

    /// A new session.
    pub static ADD_SESSION = "insert into session (id, token_hash, account, created, seen, expires) values (?1, ?2, ?3, ?4, ?4, ?5)";
    /// A session with what makes an actor of it: one row per role, at least one.
    pub static SESSION = "select s.id, s.account, s.seen, s.expires, a.kind, a.disabled_at, o.agency, o.unit, r.role, r.since, r.until, a.profile from session s left join account a on a.id = s.account left join officer o on o.account = s.account left join account_role r on r.account = s.account where s.token_hash = ?1";
    /// Whether a session is there.
    pub static SESSION_OPEN = "select id from session where id = ?1";
    /// The same for an API token.
    pub static TOKEN = "select t.id, t.account, t.created, t.expires, a.kind, a.disabled_at, o.agency, o.unit, r.role, r.since, r.until, a.profile from api_token t join account a on a.id = t.account left join officer o on o.account = t.account left join account_role r on r.account = t.account where t.token_hash = ?1 and t.revoked is null";
    /// The session was used.
    pub static TOUCH_SESSION = "update session set seen = ?1 where id = ?2 and seen < ?1";
    /// Ends one session.
    pub static END_SESSION = "delete from session where id = ?1";
    /// Ends all sessions of an account but one.
    pub static END_OTHER_SESSIONS = "delete from session where account = ?1 and id <> ?2";
    /// Forgets sessions that ended.
    pub static SWEEP_SESSIONS = "delete from session where expires < ?1";
    /// Forgets grants that ended.
    pub static SWEEP_GRANTS = "delete from session_grant where until < ?1";

    /// Gives a session something to open.
    pub static ADD_GRANT = "insert into session_grant (session, kind, subject, until) values (?1, ?2, ?3, ?4) on conflict (session, kind, subject) do update set until = excluded.until";
    /// Whether a session was given it.
    pub static GRANTED = "select subject from session_grant where session = ?1 and kind = ?2 and subject = ?3 and until > ?4";
    /// All a session was given of one kind.
    pub static GRANTS = "select subject from session_grant where session = ?1 and kind = ?2 and until > ?3 order by subject desc";
    /// What a session was given, with its end, for the session that follows it.
    pub static GRANTS_TO_MOVE = "select kind, subject, until from session_grant where session = ?1";
    /// Takes everything from a session.
    pub static DROP_SESSION_GRANTS = "delete from session_grant where session = ?1";
    /// Takes back what was given on one subject.
    pub static DROP_GRANT = "delete from session_grant where session = ?1 and kind = ?2 and subject = ?3";

    /// A post whose session had ended.
    pub static KEEP_POST = "insert into kept_post (id, key_hash, sealed, expires) values (?1, ?2, ?3, ?4)";
    /// Finds it again.
    pub static KEPT_POST = "select id, sealed from kept_post where key_hash = ?1 and expires > ?2";
    /// It is taken out once.
    pub static DROP_POST = "delete from kept_post where id = ?1";
    /// Forgets posts nobody came back for.
    pub static SWEEP_POSTS = "delete from kept_post where expires < ?1";

    /// A new API token.
    pub static ADD_TOKEN = "insert into api_token (id, token_hash, account, name, created, expires) values (?1, ?2, ?3, ?4, ?5, ?6)";
    /// The tokens of an account.
    pub static TOKENS = "select id, name, created, expires, revoked from api_token where account = ?1 order by id desc";
    /// Takes one back.
    pub static REVOKE_TOKEN = "update api_token set revoked = ?1 where id = ?2 and account = ?3 and revoked is null";
    /// Takes all of an account back.
    pub static REVOKE_TOKENS = "update api_token set revoked = ?1 where account = ?2 and revoked is null";

    /// A one-time invitation.
    pub static ADD_INVITATION = "insert into admin_invitation (id, token_hash, created, expires) values (?1, ?2, ?3, ?4)";
    /// Whether an invitation still opens.
    pub static INVITATION = "select id from admin_invitation where token_hash = ?1 and used is null and expires > ?2";
    /// Uses it up.
    pub static USE_INVITATION = "update admin_invitation set used = ?1 where token_hash = ?2 and used is null and expires > ?1";
    /// A later invitation ends the earlier ones.
    pub static DROP_INVITATIONS: scan = "delete from admin_invitation where used is null";
}

/// An officer as stored, before its profile is opened.
pub(crate) struct OfficerRow {
    pub(crate) account: Id,
    pub(crate) agency: Option<Id>,
    pub(crate) unit: Option<Id>,
    pub(crate) title: String,
    pub(crate) profile: Vec<u8>,
    pub(crate) disabled_at: Option<Moment>,
    pub(crate) version: i64,
}

/// The whole directory as stored.
pub(crate) struct DirectoryRows {
    pub(crate) version: i64,
    pub(crate) agencies: Vec<Agency>,
    pub(crate) units: Vec<Unit>,
    pub(crate) officers: Vec<OfficerRow>,
    pub(crate) roles: Vec<(Id, RoleHeld)>,
    pub(crate) days: Vec<DeclaredDay>,
    pub(crate) delegations: Vec<DelegationRow>,
    pub(crate) absences: Vec<AbsenceRow>,
}

/// Reads the directory as it stands at a moment of civil time; the version first, so that a change
/// in between is seen next time.
pub(crate) fn directory(tx: &mut Tx<'_>, now: Moment) -> Result<DirectoryRows, Fault> {
    Ok(DirectoryRows {
        version: directory_version(tx)?,
        agencies: tx.rows(&AGENCIES, &[], agency)?,
        units: tx.rows(&UNITS, &[], unit)?,
        officers: tx.rows(&OFFICERS, &[], |row| {
            Ok(OfficerRow {
                account: row.get(0)?,
                agency: row.get(1)?,
                unit: row.get(2)?,
                title: row.get(3)?,
                profile: row.get(4)?,
                disabled_at: row.get(5)?,
                version: row.get(6)?,
            })
        })?,
        roles: tx.rows(&OFFICER_ROLES, &[], |row| Ok((row.get(0)?, role_held(row, 1)?)))?,
        days: declared_days(tx)?,
        delegations: delegations(tx, now)?,
        absences: absences(tx, now)?,
    })
}

/// 1 until the first change: a schema holds no rows of its own, so that a copy can be put into it.
pub(crate) fn directory_version(tx: &mut Tx<'_>) -> Result<i64, Fault> {
    Ok(tx.row_opt(&DIRECTORY_VERSION, &[], |row| row.get(0))?.unwrap_or(1))
}

pub(crate) fn directory_changed(tx: &mut Tx<'_>) -> Result<(), Failure> {
    tx.send(&DIRECTORY_CHANGED, &[], Expect::Any)
}

fn agency(row: &Row<'_>) -> Result<Agency, Fault> {
    Ok(Agency {
        id: row.get(0)?,
        code: row.get(1)?,
        name_vi: row.get(2)?,
        name_en: row.get(3)?,
        kind: named(row, 4, AgencyKind::from_name)?,
        parent: row.get(5)?,
        hours: row.get(6)?,
        phone: row.get(7)?,
        address: row.get(8)?,
        opened: row.get::<Day>(9)?,
        closed: row.get(10)?,
        successor: row.get(11)?,
        version: row.get(12)?,
        commune: row.get(13)?,
    })
}

fn unit(row: &Row<'_>) -> Result<Unit, Fault> {
    Ok(Unit {
        id: row.get(0)?,
        agency: row.get(1)?,
        kind: named(row, 2, UnitKind::from_name)?,
        name_vi: row.get(3)?,
        name_en: row.get(4)?,
        hours: row.get(5)?,
        closed: row.get(6)?,
        successor: row.get(7)?,
        version: row.get(8)?,
    })
}

fn named<T>(row: &Row<'_>, at: usize, find: fn(&str) -> Option<T>) -> Result<T, Fault> {
    let name: String = row.get(at)?;
    find(&name).ok_or_else(|| Fault::new(format_args!("a stored name is unknown to this version: {name}")))
}

fn role_held(row: &Row<'_>, at: usize) -> Result<RoleHeld, Fault> {
    Ok(RoleHeld { role: named(row, at, Role::from_name)?, since: row.get(at + 1)?, until: row.get(at + 2)? })
}

/// An account as stored.
pub(crate) struct AccountRow {
    pub(crate) id: Id,
    pub(crate) kind: AccountKind,
    pub(crate) profile: Vec<u8>,
    pub(crate) created: Moment,
    pub(crate) disabled_at: Option<Moment>,
    pub(crate) version: i64,
}

pub(crate) fn account(tx: &mut Tx<'_>, id: Id) -> Result<Option<AccountRow>, Fault> {
    tx.row_opt(&ACCOUNT, &params![id], |row| {
        Ok(AccountRow {
            id: row.get(0)?,
            kind: named(row, 1, AccountKind::from_name)?,
            profile: row.get(2)?,
            created: row.get(3)?,
            disabled_at: row.get(4)?,
            version: row.get(5)?,
        })
    })
}

/// What is compared at sign-in.
pub(crate) struct PasswordRow {
    pub(crate) account: Id,
    pub(crate) hash: String,
    pub(crate) kind: AccountKind,
}

fn password_row(row: &Row<'_>) -> Result<PasswordRow, Fault> {
    Ok(PasswordRow { account: row.get(0)?, hash: row.get(1)?, kind: named(row, 2, AccountKind::from_name)? })
}

pub(crate) fn password_by_login(tx: &mut Tx<'_>, token: i64) -> Result<Option<PasswordRow>, Fault> {
    tx.row_opt(&PASSWORD_BY_LOGIN, &params![token], password_row)
}

pub(crate) fn password_by_account(tx: &mut Tx<'_>, account: Id) -> Result<Option<PasswordRow>, Fault> {
    tx.row_opt(&PASSWORD_BY_ACCOUNT, &params![account], password_row)
}

/// Who stands behind a session or an API token.
pub(crate) struct Bearer {
    pub(crate) id: Id,
    pub(crate) account: Option<Id>,
    /// When the session was last used; when the token was made.
    pub(crate) seen: Moment,
    pub(crate) expires: Moment,
    pub(crate) kind: Option<AccountKind>,
    pub(crate) disabled: bool,
    pub(crate) agency: Option<Id>,
    pub(crate) unit: Option<Id>,
    pub(crate) roles: Vec<RoleHeld>,
    pub(crate) profile: Option<Vec<u8>>,
}

pub(crate) fn session(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<Bearer>, Fault> {
    Ok(gather(tx.rows(&SESSION, &params![token_hash], bearer)?))
}

pub(crate) fn api_token(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<Bearer>, Fault> {
    Ok(gather(tx.rows(&TOKEN, &params![token_hash], bearer)?))
}

fn bearer(row: &Row<'_>) -> Result<Bearer, Fault> {
    let kind: Option<String> = row.get(4)?;
    let role: Option<String> = row.get(8)?;
    Ok(Bearer {
        id: row.get(0)?,
        account: row.get(1)?,
        seen: row.get(2)?,
        expires: row.get(3)?,
        kind: kind.as_deref().and_then(AccountKind::from_name),
        disabled: row.get::<Option<Moment>>(5)?.is_some(),
        agency: row.get(6)?,
        unit: row.get(7)?,
        roles: if role.is_some() { vec![role_held(row, 8)?] } else { Vec::new() },
        profile: row.get(11)?,
    })
}

/// One bearer out of its rows, one per role.
fn gather(rows: Vec<Bearer>) -> Option<Bearer> {
    let mut rows = rows.into_iter();
    let mut first = rows.next()?;
    first.roles.extend(rows.flat_map(|row| row.roles));
    Some(first)
}

pub(crate) fn roles(tx: &mut Tx<'_>, account: Id) -> Result<Vec<RoleHeld>, Fault> {
    tx.rows(&ROLES, &params![account], |row| role_held(row, 0))
}

pub(crate) fn admin_exists(tx: &mut Tx<'_>) -> Result<bool, Fault> {
    Ok(tx.row_opt(&ADMIN_EXISTS, &[], |row| row.get::<Id>(0))?.is_some())
}

pub(crate) fn granted(
    tx: &mut Tx<'_>,
    session: Id,
    kind: GrantKind,
    subject: Id,
    now: Moment,
) -> Result<bool, Fault> {
    let found = tx.row_opt(&GRANTED, &params![session, kind.name(), subject, now], |row| row.get::<Id>(0))?;
    Ok(found.is_some())
}

/// A token as stored: its name is sealed.
pub(crate) struct TokenRow {
    pub(crate) id: Id,
    pub(crate) name: Vec<u8>,
    pub(crate) created: Moment,
    pub(crate) expires: Moment,
    pub(crate) revoked: Option<Moment>,
}

pub(crate) fn tokens(tx: &mut Tx<'_>, account: Id) -> Result<Vec<TokenRow>, Fault> {
    tx.rows(&TOKENS, &params![account], |row| {
        Ok(TokenRow {
            id: row.get(0)?,
            name: row.get(1)?,
            created: row.get(2)?,
            expires: row.get(3)?,
            revoked: row.get(4)?,
        })
    })
}

/// Adds a login, or refuses with the field it was typed in.
pub(crate) fn add_login(
    tx: &mut Tx<'_>,
    token: i64,
    account: Id,
    kind: LoginKind,
    field: &str,
) -> Result<(), Failure> {
    let taken = Refusal::field(field, "accounts-login-taken");
    tx.send(&ADD_LOGIN, &params![token, account, kind.name()], Expect::One(taken))
}
