//! HTML handlers.

mod admin;
mod closing;
mod days;
mod door;
mod mine;
mod standing;

use crate::model::Unit;
use crate::{Accounts, Stamp, api, permissions};
use kernel::{Failure, Permission, Refusal, RefusalKind, Role};
use std::sync::Arc;
use web::parts::DateTyped;
use web::{Access, Pairs, Room, Routes, Visitor};

const ADMIN: Access = Access::Officer(&[Permission::Administer]);
/// Any officer; whose absences and delegations they look after, the command decides.
const OFFICER: Access = Access::Officer(&[]);

/// The texts of this room.
pub const TEXTS: web::Source = web::Source {
    room: "accounts",
    vi: include_str!("../texts/vi.ftl"),
    en: include_str!("../texts/en.ftl"),
};

/// Everything this room answers.
pub fn room(accounts: Accounts) -> Room {
    let routes = Routes::new("accounts")
        .texts(TEXTS.vi, TEXTS.en)
        .page("/dang-nhap", "accounts.sign-in-page", Access::Public, door::sign_in_page)
        .form("/dang-nhap", "accounts.sign-in", Access::Public, door::sign_in)
        .page("/dang-ky", "accounts.sign-up-page", Access::Public, door::sign_up_page)
        .form("/dang-ky", "accounts.sign-up", Access::Public, door::sign_up)
        .form("/thoat", "accounts.sign-out", Access::Public, door::sign_out)
        .page("/thiet-lap/{token}", "accounts.setup", Access::Grant, door::setup_page)
        .form("/thiet-lap/{token}", "accounts.accept-invitation", Access::Grant, door::setup)
        .page("/tai-khoan", "accounts.mine", Access::Signed, mine::profile_page)
        .foot(80, "accounts-mine-title")
        .form("/tai-khoan", "accounts.change-profile", Access::Signed, mine::change_profile)
        .page("/tai-khoan/mat-khau", "accounts.password", Access::Signed, mine::password_page)
        .form("/tai-khoan/mat-khau", "accounts.change-password", Access::Signed, mine::change_password)
        .page("/tai-khoan/ma-truy-cap", "accounts.tokens", Access::Signed, mine::tokens_page)
        .form("/tai-khoan/ma-truy-cap", "accounts.create-token", Access::Signed, mine::create_token)
        .form(
            "/tai-khoan/ma-truy-cap/{token}/thu-hoi",
            "accounts.revoke-token",
            Access::Signed,
            mine::revoke_token,
        )
        .page("/can-bo/he-thong/nguoi-dung", "accounts.officers", ADMIN, admin::officers_page)
        .menu(80, "accounts-admin-officers")
        .form("/can-bo/he-thong/nguoi-dung", "accounts.add-officer", ADMIN, admin::add_officer)
        .page("/can-bo/he-thong/nguoi-dung/moi", "accounts.new-officer", ADMIN, admin::new_officer_page)
        .page("/can-bo/he-thong/nguoi-dung/{officer}", "accounts.officer", ADMIN, admin::officer_page)
        .form(
            "/can-bo/he-thong/nguoi-dung/{officer}",
            "accounts.change-officer",
            ADMIN,
            admin::change_officer,
        )
        .form(
            "/can-bo/he-thong/nguoi-dung/{officer}/khoa",
            "accounts.disable-officer",
            ADMIN,
            admin::disable_officer,
        )
        .form(
            "/can-bo/he-thong/nguoi-dung/{officer}/mo",
            "accounts.enable-officer",
            ADMIN,
            admin::enable_officer,
        )
        .form(
            "/can-bo/he-thong/nguoi-dung/{officer}/go-khoa",
            "accounts.unlock-officer",
            ADMIN,
            admin::unlock_officer,
        )
        .form(
            "/can-bo/he-thong/nguoi-dung/{officer}/mat-khau",
            "accounts.reset-password",
            ADMIN,
            admin::reset_password,
        )
        .page("/can-bo/he-thong/co-quan", "accounts.agencies", ADMIN, admin::agencies_page)
        .menu(81, "accounts-admin-agencies")
        .page("/can-bo/he-thong/vai-tro", "accounts.roles", ADMIN, admin::roles_page)
        .menu(82, "accounts-admin-roles");
    api::operations(offices(routes)).with_state(accounts)
}

/// Days, absences, delegations, closings.
fn offices(routes: Routes<Accounts>) -> Routes<Accounts> {
    routes
        .page("/can-bo/he-thong/ngay-nghi", "accounts.days", ADMIN, days::page)
        .menu(83, "accounts-admin-days")
        .form("/can-bo/he-thong/ngay-nghi", "accounts.declare-day", ADMIN, days::declare)
        .form("/can-bo/he-thong/ngay-nghi/{day}/rut", "accounts.withdraw-day", ADMIN, days::withdraw)
        .page("/can-bo/he-thong/giai-the/don-vi", "accounts.closing-unit", ADMIN, closing::unit_page)
        .form("/can-bo/he-thong/giai-the/don-vi", "accounts.close-unit", ADMIN, closing::close_unit)
        .page("/can-bo/he-thong/giai-the/co-quan", "accounts.closing-agency", ADMIN, closing::agency_page)
        .form("/can-bo/he-thong/giai-the/co-quan", "accounts.close-agency", ADMIN, closing::close_agency)
        .page("/tai-khoan/vang-mat", "accounts.away", OFFICER, standing::away_page)
        .form("/tai-khoan/vang-mat", "accounts.record-absence", OFFICER, standing::record)
        .form("/tai-khoan/vang-mat/{absence}/dung", "accounts.end-absence", OFFICER, standing::end_absence)
        .page("/tai-khoan/uy-quyen", "accounts.lent", OFFICER, standing::lent_page)
        .form("/tai-khoan/uy-quyen", "accounts.delegate", OFFICER, standing::delegate)
        .form(
            "/tai-khoan/uy-quyen/{delegation}/dung",
            "accounts.end-delegation",
            OFFICER,
            standing::end_delegation,
        )
}

/// Who sent a form.
fn stamp(v: &Visitor, key: &str) -> Stamp {
    Stamp { actor: v.actor.clone(), key: Some(key.to_owned()) }
}

/// Field errors of a form, with the names its inputs have; everything else goes to the edge.
fn fields(failure: Failure) -> Result<Refusal, Failure> {
    match failure {
        Failure::Refusal(mut refusal) if refusal.kind == RefusalKind::Fields => {
            for field in &mut refusal.fields {
                field.path = input_name(&field.path).to_owned();
            }
            Ok(refusal)
        }
        other => Err(other),
    }
}

/// Inputs whose value must stay as typed have a name that begins with `mat_khau`.
fn input_name(path: &str) -> &str {
    match path {
        "password" => "mat_khau",
        "again" => "mat_khau_lai",
        "old" => "mat_khau_cu",
        other => other,
    }
}

/// Text key of a role.
fn role_key(role: Role) -> String {
    format!("accounts-role-{}", role.name())
}

/// The roles in words.
fn roles_text(v: &Visitor, roles: impl Iterator<Item = Role>) -> String {
    roles.map(|role| v.t(&role_key(role)).into_owned()).collect::<Vec<_>>().join(", ")
}

/// Unit and agency in words.
fn office_text(accounts: &Accounts, v: &Visitor, unit: Option<Arc<Unit>>) -> String {
    let Some(unit) = unit else { return v.t("accounts-officers-house").into_owned() };
    let lang = v.lang.tag();
    match accounts.agency(unit.agency) {
        Some(agency) => format!("{}, {}", unit.name(lang), agency.name(lang)),
        None => unit.name(lang).to_owned(),
    }
}

/// One row of the permission matrix as a page shows it.
struct MatrixRow {
    role: String,
    /// The words of each permission held.
    may: Vec<Option<String>>,
}

fn matrix(v: &Visitor) -> (Vec<String>, Vec<MatrixRow>) {
    let words = |one: &Permission| v.t(&format!("accounts-may-{}", one.name())).into_owned();
    let row = |(role, may): &(Role, &[Permission])| MatrixRow {
        role: v.t(&role_key(*role)).into_owned(),
        may: Permission::ALL.iter().map(|one| may.contains(one).then(|| words(one))).collect(),
    };
    (Permission::ALL.iter().map(words).collect(), permissions::MATRIX.iter().map(row).collect())
}

/// What was typed into the three inputs of a date.
fn typed_date(pairs: &Pairs, name: &str) -> (String, String, String) {
    let DateTyped { day, month, year } = DateTyped::from_pairs(pairs, name);
    (day, month, year)
}
