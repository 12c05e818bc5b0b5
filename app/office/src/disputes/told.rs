//! What happened, in words: who, when, what the plan says now (SYN-7).

use domain::{
    dispute::{self, KeptAction},
    request::{Dispatch, RequestState, ServiceRequest},
};
use words::{conflicts as texts, rejections};

use crate::tell::Tell;

/// In a few words, for the list.
#[must_use]
pub fn in_short(request: &ServiceRequest, tell: Tell) -> String {
    let mut parts: Vec<String> = dispute::forms(request)
        .map(|dispatch| tell.fill(texts::KIND_FORM, &[("engineer", &dispatch.engineer_name)]))
        .collect();
    let actions = request.kept.iter().filter(|kept| kept.dispatch.is_some()).count();
    if actions < request.kept.len() {
        parts.push(tell.say(texts::KIND_FIELDS).to_owned());
    }
    if actions > 0 {
        parts.push(tell.fill(texts::KIND_KEPT, &[("n", &actions.to_string())]));
    }
    tell.dotted(&parts)
}

/// Sentence by sentence; actions of one person for one visit to which the same rule objects are told together.
#[must_use]
pub fn in_full(request: &ServiceRequest, tell: Tell) -> Vec<String> {
    let forms = dispute::forms(request).map(|dispatch| form(request, dispatch, tell));
    forms.chain(gathered(request).into_iter().map(|kept| together(&kept, tell))).collect()
}

/// The kept actions in groups that read as one sentence, in the order in which they came.
fn gathered(request: &ServiceRequest) -> Vec<Vec<&KeptAction>> {
    let mut groups: Vec<Vec<&KeptAction>> = Vec::new();
    for kept in &request.kept {
        let is_same = |first: &KeptAction| {
            first.by == kept.by && first.dispatch == kept.dispatch && first.because == kept.because
        };
        match groups.iter_mut().find(|group| is_same(group[0])) {
            Some(group) => group.push(kept),
            None => groups.push(vec![kept]),
        }
    }
    groups
}

fn together(kept: &[&KeptAction], tell: Tell) -> String {
    let (Some(first), Some(last)) = (kept.first(), kept.last()) else { return String::new() };
    if kept.len() == 1 {
        return kept_action(first, tell);
    }
    // What was done several times is named once.
    let mut names: Vec<String> = Vec::new();
    for action in kept {
        let name = words::actions::of_kept(action, tell.lang());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let why = rejections::in_words(&first.because, tell.lang());
    let what = names.join(tell.say(words::office::shared::AND));
    let (from, to, count) = (tell.near(first.attested.at), tell.near(last.attested.at), kept.len().to_string());
    let values =
        [("who", &*first.by_name), ("from", &from), ("to", &to), ("n", &count), ("what", &what), ("why", &why)];
    tell.fill(texts::TOLD_KEPT_SOME, &values)
}

/// One action in the list of those without effect: when, and what it was. Why is told above.
#[must_use]
pub fn when_and_what(kept: &KeptAction, tell: Tell) -> String {
    tell.dotted(&[tell.near(kept.attested.at), kept.by_name.clone(), words::actions::of_kept(kept, tell.lang())])
}

fn form(request: &ServiceRequest, dispatch: &Dispatch, tell: Tell) -> String {
    let other = request.active_dispatch().filter(|other| other.id != dispatch.id);
    let engineer = ("engineer", dispatch.engineer_name.as_str());
    let mut told = match other {
        Some(other) => tell.fill(texts::TOLD_REASSIGNED, &[engineer, ("other", &other.engineer_name)]),
        None if request.state == RequestState::Cancelled => tell.fill(texts::TOLD_CANCELLED, &[engineer]),
        None => tell.fill(texts::TOLD_TAKEN_BACK, &[engineer]),
    };
    let reason = dispatch.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    if let Some(reason) = reason {
        told += &tell.fill(texts::PLAN_REASON, &[("reason", reason)]);
    }
    if let Some(at) = dispatch.visit.arrived_at {
        told += &tell.fill(texts::TOLD_ARRIVED, &[("time", &tell.near(at))]);
    }
    match dispatch.visit.handed_in_at {
        Some(at) => told += &tell.fill(texts::TOLD_HANDED_IN, &[("time", &tell.near(at))]),
        None => {
            if let Some(signed) = dispatch.visit.sign_off() {
                told += &tell.fill(texts::TOLD_SIGNED, &[("time", &tell.near(signed.signed_at))]);
            }
            told += tell.say(texts::TOLD_GOING_ON);
        }
    }
    told
}

/// An action to which a rule objected, and why.
#[must_use]
pub fn kept_action(kept: &KeptAction, tell: Tell) -> String {
    let what = words::actions::of_kept(kept, tell.lang());
    let why = rejections::in_words(&kept.because, tell.lang());
    let time = tell.near(kept.attested.at);
    tell.fill(texts::TOLD_KEPT, &[("who", &kept.by_name), ("time", &time), ("what", &what), ("why", &why)])
}
