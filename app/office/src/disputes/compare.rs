//! Both versions of a visit field by field: what the office plans now, and what was done on the premises. Pure.

use domain::{
    request::{Dispatch, DispatchState, ServiceRequest},
    signature,
    visit::Backup,
};
use ui::format;
use words::{Text, conflicts as texts, states};

use crate::tell::Tell;

/// A field with both values in words; empty where a side has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub label: Text,
    pub office: String,
    pub premises: String,
}

impl Row {
    #[must_use]
    pub fn differs(&self) -> bool {
        self.office != self.premises
    }
}

/// The rows of a visit in dispute; fields that neither side has are left out.
#[must_use]
pub fn rows(request: &ServiceRequest, site: &Dispatch, tell: Tell) -> Vec<Row> {
    let plan = request.active_dispatch().filter(|plan| plan.id != site.id);
    let labels = fields(request, site, tell);
    let planned = plan.map(|plan| fields(request, plan, tell));
    let office = |place: usize| match &planned {
        Some(planned) => planned[place].1.clone(),
        None if place == 0 => tell.say(texts::NOBODY).to_owned(),
        None if place == 1 => tell.say(states::request_state(request.state)).to_owned(),
        None => String::new(),
    };
    let rows = labels.into_iter().enumerate();
    let rows = rows.map(|(place, (label, premises))| Row { label, office: office(place), premises });
    rows.filter(|row| !(row.office.is_empty() && row.premises.is_empty())).collect()
}

fn fields(request: &ServiceRequest, dispatch: &Dispatch, tell: Tell) -> Vec<(Text, String)> {
    let visit = &dispatch.visit;
    let say = |text: Text| tell.say(text).to_owned();
    let at = dispatch.appointment.as_ref().map_or(dispatch.slot.from, |appointment| appointment.at);
    let backup = match &visit.backup {
        Some(Backup::Made { account_sets, path, .. }) => tell.sentence(&[account_sets.join(" "), path.clone()]),
        Some(Backup::Declined { reason, .. }) => reason.clone(),
        None => String::new(),
    };
    let photos = if visit.photos.is_empty() { String::new() } else { visit.photos.len().to_string() };
    let costs = if visit.costs == domain::visit::Costs::default() {
        String::new()
    } else {
        format::money(visit.costs.total(), tell.lang())
    };
    let result = visit.result.as_ref().map(|result| {
        let stars = tell.fill(words::office::facts::STARS, &[("n", &result.satisfaction.to_string())]);
        tell.sentence(&[say(states::solved(result.solved)), stars, result.opinion.clone()])
    });
    let signature = visit.sign_off().map(|record| {
        let covers = signature::covers(record, request, dispatch);
        let text = if covers { texts::SIGNED } else { texts::SIGNED_OTHER };
        tell.fill(text, &[("name", &record.signer_name), ("time", &tell.near(record.signed_at))])
    });
    let is_not_met = visit.is_not_met || dispatch.state == DispatchState::NotMet;
    let nobody = if is_not_met { say(states::NOT_MET) } else { String::new() };
    let unsigned = visit.unsigned_reason.clone().unwrap_or_default();
    let unsigned = tell.sentence(&[nobody, unsigned]);
    let state = if is_not_met { DispatchState::NotMet } else { dispatch.lived_state() };
    vec![
        (texts::ENGINEER, dispatch.engineer_name.clone()),
        (texts::STATE, say(states::dispatch_state(state))),
        (texts::PLANNED, tell.near(at)),
        (texts::ARRIVED, visit.arrived_at.map(|at| tell.near(at)).unwrap_or_default()),
        (texts::LEFT, visit.left_at.map(|at| tell.near(at)).unwrap_or_default()),
        (texts::BACKUP, backup),
        (
            texts::PROBLEM_TYPE,
            visit.finding.problem_type.map(|kind| say(states::problem_type(kind))).unwrap_or_default(),
        ),
        (texts::CAUSE, visit.finding.cause.clone()),
        (texts::SOLUTION, visit.finding.solution.clone()),
        (texts::PREVENTION, visit.finding.prevention.clone()),
        (texts::PHOTOS, photos),
        (texts::COSTS, costs),
        (texts::RESULT, result.unwrap_or_default()),
        (texts::SIGNATURE, signature.unwrap_or_default()),
        (words::contents::DRAFT_UNSIGNED, unsigned),
    ]
}
