//! The permission matrix: which role may do what. The one place that says so.

use kernel::{Permission, Role, Roles};
use std::fmt::Write;

/// What each role may do. `Administer` never comes with a look into dossiers, and `Audit`
/// never with a way to change anything.
pub const MATRIX: &[(Role, &[Permission])] = &[
    (Role::Citizen, &[]),
    (Role::Helper, &[]),
    (Role::Agent, &[]),
    (Role::Receiver, &[Permission::Receive, Permission::Lookup]),
    (Role::Specialist, &[Permission::Process, Permission::Advise, Permission::Lookup]),
    (
        Role::Head,
        &[
            Permission::Process,
            Permission::Assign,
            Permission::Advise,
            Permission::Lookup,
            Permission::Oversee,
        ],
    ),
    (Role::Signatory, &[Permission::Approve, Permission::Lookup, Permission::Oversee]),
    (Role::Leader, &[Permission::Oversee]),
    (Role::Operator, &[Permission::Lookup]),
    (Role::Surveyor, &[]),
    (Role::Editor, &[Permission::Edit]),
    (Role::Admin, &[Permission::Administer]),
    (Role::Auditor, &[Permission::Audit]),
];

/// What one role may do.
pub fn of_role(role: Role) -> &'static [Permission] {
    MATRIX.iter().find(|(one, _)| *one == role).map_or(&[], |(_, may)| may)
}

/// The bits for [`kernel::Actor::permissions`].
pub fn of_roles(roles: Roles) -> u32 {
    roles.iter().flat_map(of_role).fold(0, |bits, permission| bits | 1 << *permission as u32)
}

/// The roles an officer may be given; the others belong to persons.
pub fn officer_roles() -> impl Iterator<Item = Role> {
    Role::ALL.iter().copied().filter(|role| !matches!(role, Role::Citizen | Role::Agent))
}

/// The matrix as a text table: for the snapshot and for `motcua doctor`.
pub fn table() -> String {
    let mut out = format!("{:<11}", "role");
    for permission in Permission::ALL {
        let _ = write!(out, "{:<11}", permission.name());
    }
    for (role, may) in MATRIX {
        let _ = write!(out, "\n{:<11}", role.name());
        for permission in Permission::ALL {
            let _ = write!(out, "{:<11}", if may.contains(permission) { "x" } else { "." });
        }
    }
    out.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_stands_in_the_matrix_once_in_order() {
        let rows: Vec<Role> = MATRIX.iter().map(|(role, _)| *role).collect();
        assert_eq!(rows, Role::ALL);
    }

    #[test]
    fn every_permission_is_held_by_some_role() {
        for permission in Permission::ALL {
            assert!(MATRIX.iter().any(|(_, may)| may.contains(permission)), "{}", permission.name());
        }
    }

    #[test]
    fn administrators_see_no_dossier_and_auditors_change_nothing() {
        assert_eq!(of_role(Role::Admin), [Permission::Administer]);
        assert_eq!(of_role(Role::Auditor), [Permission::Audit]);
    }

    #[test]
    fn several_roles_add_up() {
        let bits = of_roles(Roles::of(&[Role::Receiver, Role::Signatory]));
        assert_ne!(bits & (1 << Permission::Receive as u32), 0);
        assert_ne!(bits & (1 << Permission::Approve as u32), 0);
        assert_eq!(bits & (1 << Permission::Administer as u32), 0);
    }

    #[test]
    fn the_matrix_reads_as_agreed() {
        let want = "\
role       receive    process    assign     approve    advise     lookup     administer audit      oversee    edit
citizen    .          .          .          .          .          .          .          .          .          .
helper     .          .          .          .          .          .          .          .          .          .
agent      .          .          .          .          .          .          .          .          .          .
receiver   x          .          .          .          .          x          .          .          .          .
specialist .          x          .          .          x          x          .          .          .          .
head       .          x          x          .          x          x          .          .          x          .
signatory  .          .          .          x          .          x          .          .          x          .
leader     .          .          .          .          .          .          .          .          x          .
operator   .          .          .          .          .          x          .          .          .          .
surveyor   .          .          .          .          .          .          .          .          .          .
editor     .          .          .          .          .          .          .          .          .          x
admin      .          .          .          .          .          .          x          .          .          .
auditor    .          .          .          .          .          .          .          x          .          .";
        assert_eq!(table(), want);
    }
}
