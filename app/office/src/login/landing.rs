//! Where a person is taken after signing in: where they came from, or where their role works.

use domain::people::{Person, Role};

/// Each role's own place; the first that fits counts.
const PLACES: [(Role, &str); 7] = [
    (Role::DutyManager, "/board"),
    (Role::RegionManager, "/board"),
    (Role::SupportManager, "/board"),
    (Role::Hotline, "/requests"),
    (Role::Quality, "/requests"),
    (Role::Admin, "/people"),
    (Role::Field, "/field"),
];

/// Where the person works.
#[must_use]
pub fn place_of(person: &Person) -> &'static str {
    let fits = |(role, _): &&(Role, &str)| person.roles.contains(role);
    PLACES.iter().find(fits).map_or("/requests", |(_, place)| place)
}

/// The address asked for, if it lies on this site; anything else could lead a person away right after they typed a
/// password.
#[must_use]
pub fn asked_for(next: Option<&str>) -> Option<String> {
    let next = next?;
    let is_path = next.starts_with('/') && !next.starts_with("//") && !next.starts_with("/login");
    let is_plain = next.chars().all(|letter| !letter.is_control() && letter != '\\');
    (is_path && is_plain).then(|| next.to_owned())
}

#[cfg(test)]
mod tests {
    use super::asked_for;

    #[test]
    fn only_a_path_of_this_site_is_followed() {
        for (next, expected) in [
            ("/requests/1", Some("/requests/1")),
            ("//evil.example", None),
            ("/\\evil.example", None),
            ("https://evil.example", None),
            ("javascript:alert(1)", None),
            ("/login?next=/login", None),
            ("", None),
        ] {
            assert_eq!(asked_for(Some(next)).as_deref(), expected, "{next}");
        }
    }
}
