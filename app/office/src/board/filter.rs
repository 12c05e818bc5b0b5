//! What the board shows: by region, product, words and whose. Lanes are never emptied by it, only dimmed: a free hour
//! that is not free would mislead.

use domain::{
    people::{Person, Role},
    request::ServiceRequest,
    sending::covers,
};
use serde::{Deserialize, Serialize};

/// A choice of what to show; empty fields choose everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub region: String,
    /// A product line, as in the engineers' skills.
    pub skill: String,
    pub text: String,
    pub mine: bool,
}

impl Filter {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    #[must_use]
    pub fn takes(&self, request: &ServiceRequest, me: Option<&Person>) -> bool {
        (self.region.is_empty() || request.region == self.region)
            && (self.skill.is_empty() || covers(&self.skill, &request.product.name))
            && (!self.mine || me.is_some_and(|me| is_mine(request, me)))
            && says(request, &self.text)
    }

    /// Lanes go by region and product only.
    #[must_use]
    pub fn takes_lane(&self, engineer: &Person) -> bool {
        (self.region.is_empty() || engineer.region == self.region)
            && (self.skill.is_empty() || engineer.skills.iter().any(|skill| covers(&self.skill, &skill.product)))
    }
}

/// Taken down or dispatched by the person, or of the region they manage.
fn is_mine(request: &ServiceRequest, me: &Person) -> bool {
    let manages_region = me.roles.contains(&Role::RegionManager) && request.region == me.region;
    request.submitted_by == Some(me.id)
        || manages_region
        || request.dispatches.iter().any(|dispatch| dispatch.dispatched_by == me.id || dispatch.engineer == me.id)
}

/// Whether every word of the text stands somewhere in the request.
#[must_use]
pub fn says(request: &ServiceRequest, text: &str) -> bool {
    if text.trim().is_empty() {
        return true;
    }
    let engineer = request.active_dispatch().map_or("", |dispatch| dispatch.engineer_name.as_str());
    let places = [
        &request.number,
        &request.unit,
        &request.archive_number,
        &request.service_code,
        &request.contact.name,
        &request.contact.phone,
        &request.product.name,
        &request.symptom,
        &request.address,
    ];
    let phone: String = request.contact.phone.chars().filter(char::is_ascii_digit).collect();
    text.split_whitespace().all(|word| {
        let word = word.to_lowercase();
        let holds = |place: &str| place.to_lowercase().contains(&word);
        places.iter().any(|place| holds(place)) || holds(engineer) || holds(&phone)
    })
}
