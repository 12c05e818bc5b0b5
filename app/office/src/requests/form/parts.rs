//! The four parts of the form and the receipt, field by field in the paper's order (QR/03 in forms.md).

use domain::{
    request::{Dispatch, ServiceRequest},
    visit::{Backup, Visit},
};
use leptos::prelude::*;
use ui::format;
use words::{
    Text, common,
    office::{facts, form as texts, shared},
    states, unresolved,
};

use super::{costs, photos, signature};
use crate::{
    describe::{entitlement::verdict, sent},
    tell::Tell,
};

/// A field of the form: label, value, whether the customer's signature seals it, whether it takes the whole width.
fn field(label: Text, value: String, tell: Tell, (is_sealed, is_wide): (bool, bool)) -> impl IntoView + use<> {
    let class = if is_wide { "cell wide" } else { "cell" };
    view! {
        <div class=class>
            <dt>{is_sealed.then(|| view! { <span class="seal" title=tell.say(texts::SEALED_MARK)>"●"</span> })} {tell.say(label)}</dt>
            <dd>{value}</dd>
        </div>
    }
}

const PLAIN: (bool, bool) = (false, false);
const WIDE: (bool, bool) = (false, true);
const SEALED: (bool, bool) = (true, false);
const SEALED_WIDE: (bool, bool) = (true, true);

fn part(title: Text, tell: Tell, fields: impl IntoView + 'static, after: impl IntoView + 'static) -> AnyView {
    view! {
        <section class="paper-part">
            <h3>{tell.say(title)}</h3>
            <dl>{fields.into_any()}</dl>
            {after.into_any()}
        </section>
    }
    .into_any()
}

pub fn hotline_part(request: &ServiceRequest, _: Option<&Dispatch>, tell: Tell) -> AnyView {
    let product = [request.product.name.as_str(), " ", &request.product.version].concat();
    let wished = request.wished_at.map(|at| tell.day_time(at)).unwrap_or_default();
    let taken = request.submitted_at.unwrap_or(request.opened_at);
    let contact = [request.contact.name.as_str(), request.contact.title.as_str()].join(" ");
    let wants_visit =
        tell.dotted(&[tell.say(common::YES).to_owned(), tell.say(states::urgency(request.urgency)).to_owned()]);
    let fields = view! {
        {field(texts::NAME, request.submitted_by_name.clone(), tell, PLAIN)}
        {field(texts::DATE, tell.day_time(taken), tell, PLAIN)}
        {field(texts::NUMBER, request.number.clone(), tell, SEALED)}
        {field(texts::SOURCE, tell.say(states::channel(request.channel)).to_owned(), tell, PLAIN)}
        {field(texts::UNIT, request.unit.clone(), tell, SEALED)}
        {field(texts::ARCHIVE_NUMBER, request.archive_number.clone(), tell, PLAIN)}
        {field(texts::CONTACT, contact, tell, SEALED)}
        {field(common::PHONE, request.contact.phone.clone(), tell, PLAIN)}
        {field(texts::ADDRESS, request.address.clone(), tell, WIDE)}
        {field(texts::PRODUCT, product, tell, SEALED)}
        {field(texts::CATEGORY, tell.category(&request.category), tell, PLAIN)}
        {field(texts::SYMPTOM, request.symptom.clone(), tell, SEALED_WIDE)}
        {field(texts::ASKS_FOR_VISIT, wants_visit, tell, PLAIN)}
        {field(texts::SERVICE_CARD, request.service_code.clone(), tell, PLAIN)}
        {field(texts::WISHED_AT, wished, tell, WIDE)}
    };
    part(texts::PART_HOTLINE, tell, fields, ())
}

pub fn manager_part(request: &ServiceRequest, dispatch: Option<&Dispatch>, tell: Tell) -> AnyView {
    let write_off = request.write_off.as_ref();
    let engineer = dispatch.map(|dispatch| sent(dispatch, tell)).unwrap_or_default();
    let dispatched = dispatch.map(|dispatch| tell.day_time(dispatch.dispatched_at)).unwrap_or_default();
    let kind = write_off.map(|write_off| tell.say(states::problem_type(write_off.problem_type)).to_owned());
    let decision = write_off
        .and_then(|write_off| write_off.decision)
        .map(|decision| tell.say(facts::decision(decision)).to_owned());
    let manager = match (write_off, dispatch) {
        (Some(write_off), _) => (write_off.by_name.clone(), tell.day_time(write_off.at)),
        (None, Some(dispatch)) => (dispatch.dispatched_by_name.clone(), tell.day_time(dispatch.dispatched_at)),
        (None, None) => (String::new(), String::new()),
    };
    let version = request.needed_version();
    let version = version.map(|version| tell.fill(unresolved::NEEDS_VERSION_IS, &[("version", version)]));
    let advice: Vec<String> = request.advice().into_iter().chain(version).collect();
    let fields = view! {
        {field(texts::ENGINEER, engineer, tell, SEALED)}
        {field(texts::DISPATCHED_AT, dispatched, tell, PLAIN)}
        {field(texts::PROBLEM_TYPE, kind.unwrap_or_default(), tell, PLAIN)}
        {field(texts::DECISION, decision.unwrap_or_default(), tell, PLAIN)}
        {field(texts::ADVICE, tell.dotted(&advice), tell, WIDE)}
        {field(texts::NAME, manager.0, tell, PLAIN)}
        {field(texts::DATE, manager.1, tell, PLAIN)}
    };
    part(texts::PART_MANAGER, tell, fields, ())
}

pub fn engineer_part(request: &ServiceRequest, dispatch: Option<&Dispatch>, tell: Tell) -> AnyView {
    let visit = dispatch.map(|dispatch| dispatch.visit.clone()).unwrap_or_default();
    let times = match (visit.arrived_at, visit.left_at) {
        (None, _) => String::new(),
        (Some(arrived), left) => {
            [tell.day_time(arrived), " – ".to_owned(), left.map(|left| tell.time(left)).unwrap_or_default()].concat()
        }
    };
    let name = dispatch.map(|dispatch| dispatch.engineer_name.clone()).filter(|_| visit.arrived_at.is_some());
    let date = visit.left_at.or(visit.arrived_at).map(|at| tell.day_time(at)).unwrap_or_default();
    let steps: Vec<String> =
        visit.ticks.iter().map(|tick| [tell.say(states::step(tick.step)), " ", &tell.time(tick.at)].concat()).collect();
    let fields = view! {
        {field(texts::CAUSE, visit.finding.cause.clone(), tell, SEALED_WIDE)}
        {field(texts::SOLUTION, visit.finding.solution.clone(), tell, SEALED_WIDE)}
        {field(texts::PREVENTION, visit.finding.prevention.clone(), tell, SEALED_WIDE)}
        {field(texts::BACKUP, backup(&visit, tell), tell, SEALED_WIDE)}
        {field(texts::ARRIVED_LEFT, times, tell, SEALED_WIDE)}
        {field(texts::NAME, name.unwrap_or_default(), tell, PLAIN)}
        {field(texts::DATE, date, tell, PLAIN)}
        {(!steps.is_empty()).then(|| field(texts::STEPS, tell.dotted(&steps), tell, WIDE))}
    };
    let after = dispatch.map(|dispatch| {
        view! {
            {signature::without_backup(request, dispatch, tell)}
            {photos::photos(&dispatch.visit.photos, tell)}
        }
    });
    part(texts::PART_ENGINEER, tell, fields, after)
}

fn backup(visit: &Visit, tell: Tell) -> String {
    match &visit.backup {
        None => String::new(),
        Some(Backup::Made { account_sets, reports_included, path, .. }) => {
            let reports = tell.say(if *reports_included { texts::REPORTS_IN } else { texts::REPORTS_OUT });
            let sets = account_sets.join(" ");
            tell.fill(texts::BACKUP_MADE, &[("sets", &sets), ("reports", reports), ("path", path)])
        }
        Some(Backup::Declined { reason, .. }) => tell.fill(texts::BACKUP_NONE, &[("reason", reason)]),
    }
}

pub fn customer_part(request: &ServiceRequest, dispatch: Option<&Dispatch>, tell: Tell) -> AnyView {
    let visit = dispatch.map(|dispatch| dispatch.visit.clone()).unwrap_or_default();
    let result = visit.result.as_ref();
    let of = |read: &dyn Fn(&domain::visit::CustomerResult) -> String| result.map(read).unwrap_or_default();
    let told = |told: bool| tell.say(if told { common::YES } else { common::NO }).to_owned();
    let costs = result.map(|_| format::money(visit.costs.total(), tell.lang())).unwrap_or_default();
    let entitlement = verdict(&request.entitlement, tell).sentence;
    let signed = visit.sign_off().map(|record| tell.day_time(record.signed_at)).unwrap_or_default();
    let fields = view! {
        {field(texts::RESULT, of(&|result| tell.say(states::solved(result.solved)).to_owned()), tell, SEALED)}
        {field(texts::TOLD_PREVENTION, of(&|result| told(result.told_prevention)), tell, SEALED)}
        {field(texts::SATISFACTION, of(&|result| tell.fill(texts::STARS, &[("n", &result.satisfaction.to_string())])), tell, SEALED)}
        {field(texts::COSTS_SHOWN, costs, tell, SEALED)}
        {field(texts::OPINION, of(&|result| result.opinion.clone()), tell, SEALED_WIDE)}
        {field(texts::FURTHER_NEEDS, of(&|result| result.further_needs.clone()), tell, SEALED_WIDE)}
        {field(texts::ENTITLEMENT, entitlement, tell, SEALED_WIDE)}
        {field(texts::DATE, signed, tell, SEALED_WIDE)}
    };
    let after = dispatch.map(|dispatch| signature::signature(request, dispatch, tell));
    part(texts::PART_CUSTOMER, tell, fields, after)
}

pub fn receipt_part(request: &ServiceRequest, dispatch: Option<&Dispatch>, tell: Tell) -> AnyView {
    let write_off = request.write_off.as_ref();
    let to_headquarters = request.escalated().map(|(to, at)| tell.dotted(&[to, tell.day_time(at)]));
    let again = request.followed_by().map(|next| {
        let decided = request.unresolved.ended.as_ref().map(|ended| ended.at);
        let at = decided.or(write_off.map(|write_off| write_off.at)).map(|at| tell.day_time(at)).unwrap_or_default();
        tell.dotted(&[tell.next_form(next), at])
    });
    let (manager, date) =
        write_off.map(|write_off| (write_off.by_name.clone(), tell.day_time(write_off.at))).unwrap_or_default();
    let none = || tell.say(shared::NONE).to_owned();
    let fields = view! {
        {dispatch.map(|dispatch| costs::fields(&dispatch.visit.costs, tell))}
        {field(texts::TO_HEADQUARTERS, to_headquarters.unwrap_or_else(none), tell, PLAIN)}
        {field(texts::RE_DISPATCHED, again.unwrap_or_else(none), tell, WIDE)}
        {field(texts::NAME, manager, tell, PLAIN)}
        {field(texts::DATE, date, tell, PLAIN)}
    };
    let after = dispatch.map(|dispatch| costs::parts_and_vouchers(&dispatch.visit.costs, tell));
    part(texts::PART_RECEIPT, tell, fields, after)
}
