//! Members of staff: roles, regions, skills (ADM-1).

use serde::{Deserialize, Serialize};

use crate::{
    PersonId,
    availability::{Absence, WorkingWeek},
    geo::Place,
};

/// What somebody does in the centre. A person may hold several and has the union of their rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Hotline,
    Field,
    DutyManager,
    RegionManager,
    SupportManager,
    Quality,
    Implementer,
    ProjectManager,
    ImplementationManager,
    Trainer,
    Sales,
    Archivist,
    GeneralManager,
    Admin,
}

impl Role {
    pub const ALL: [Role; 14] = [
        Role::Hotline,
        Role::Field,
        Role::DutyManager,
        Role::RegionManager,
        Role::SupportManager,
        Role::Quality,
        Role::Implementer,
        Role::ProjectManager,
        Role::ImplementationManager,
        Role::Trainer,
        Role::Sales,
        Role::Archivist,
        Role::GeneralManager,
        Role::Admin,
    ];

    /// The word used on the wire and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Role::Hotline => "hotline",
            Role::Field => "field",
            Role::DutyManager => "duty_manager",
            Role::RegionManager => "region_manager",
            Role::SupportManager => "support_manager",
            Role::Quality => "quality",
            Role::Implementer => "implementer",
            Role::ProjectManager => "project_manager",
            Role::ImplementationManager => "implementation_manager",
            Role::Trainer => "trainer",
            Role::Sales => "sales",
            Role::Archivist => "archivist",
            Role::GeneralManager => "general_manager",
            Role::Admin => "admin",
        }
    }
}

/// How well an engineer knows a product line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Basic,
    Intermediate,
    Senior,
}

/// A product line an engineer can work on, and how well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Skill {
    pub product: String,
    /// The category of problems it is limited to; empty: all of the product.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    pub level: Level,
}

/// What colleagues and devices may know of a member of staff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub login: String,
    pub roles: Vec<Role>,
    pub region: String,
    pub badge_number: String,
    /// Initials of the name in pinyin, as the backup folder is named after them (ONS-12).
    pub initials: String,
    #[serde(default)]
    pub skills: Vec<Skill>,
    /// Where the day starts.
    pub base: Option<Place>,
    /// SHA-256 of the photo on the badge (ONS-10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
    /// None: no hours of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_hours: Option<WorkingWeek>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absences: Vec<Absence>,
    pub active: bool,
}

/// Somebody as a record names them: with the name they had then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Colleague {
    pub person: PersonId,
    pub name: String,
}

impl From<&Person> for Colleague {
    fn from(person: &Person) -> Self {
        Self { person: person.id, name: person.name.clone() }
    }
}

/// Who acts: the person behind a command, with what decides their rights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Actor {
    pub person: PersonId,
    pub name: String,
    pub roles: Vec<Role>,
    pub region: String,
}

impl Actor {
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

impl Person {
    /// Whether the person can be sent at all: an engineer who works here.
    #[must_use]
    pub fn can_be_sent(&self) -> bool {
        self.active && self.roles.contains(&Role::Field)
    }
}

impl From<&Person> for Actor {
    fn from(person: &Person) -> Self {
        Self {
            person: person.id,
            name: person.name.clone(),
            roles: person.roles.clone(),
            region: person.region.clone(),
        }
    }
}
