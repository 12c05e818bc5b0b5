//! Decides about a customer's data: consent, pledge, record, taking it away, handing it on, the end (UNR-6, UNR-7).

use crate::{
    DispatchId, Rejection,
    command::Command,
    custody::{Afterwards, Custody, CustodyEnd, DataPlan, DataRecord, DataTaking, HandOver, Holder, Keeping},
    fact::Fact,
    request::{
        Context, Dispatch, ServiceRequest,
        decide::text,
        premises::{open_form, wrong_state},
        unsolved::{in_the_right_hands, restarted, started, started_once, stopped},
    },
    signature::{DocumentKind, stands},
    unresolved::{CUSTODY_END, Contacted, Party, TELL_CUSTOMER, TO_OFFICE},
    visit::Visit,
};

type Facts = Result<Vec<Fact>, Rejection>;

/// The papers in the order in which they are signed (UNR-6).
const PAPERS: [DocumentKind; 3] = [DocumentKind::Consent, DocumentKind::Pledge, DocumentKind::DataRecord];

/// Decides about the commands of this file; `late` when the dispatch was taken back meanwhile: what happened, happened.
pub(super) fn decide(
    request: &ServiceRequest,
    dispatch: &Dispatch,
    command: &Command,
    late: bool,
    context: &Context,
) -> Facts {
    let id = dispatch.id;
    let on_form = || if late { Ok(()) } else { open_form(request, dispatch) };
    match command {
        Command::PlanData { plan } => {
            on_form()?;
            not_taken(dispatch)?;
            Ok(vec![Fact::DataPlanned { dispatch: id, plan: Box::new(checked_plan(plan)?) }])
        }
        Command::RecordData { record } => {
            on_form()?;
            not_taken(dispatch)?;
            after(DocumentKind::DataRecord, request, dispatch)?;
            let record = DataRecord {
                version: text(&record.version, "/command/record/version")?,
                platform: text(&record.platform, "/command/record/platform")?,
                database: text(&record.database, "/command/record/database")?,
                problem: text(&record.problem, "/command/record/problem")?,
                ..(**record).clone()
            };
            Ok(vec![Fact::DataRecorded { dispatch: id, record: Box::new(record) }])
        }
        Command::TakeData => {
            on_form()?;
            not_taken(dispatch)?;
            if let Some(paper) = PAPERS.into_iter().find(|paper| !stands(*paper, request, dispatch)) {
                return Err(Rejection::PaperFirst { paper });
            }
            let to = Holder { keeping: Keeping::Engineer, name: dispatch.engineer_name.clone() };
            let mut facts = vec![Fact::DataTaken { dispatch: id, link: link(to, "", context) }];
            facts.extend(started(request, TO_OFFICE, context));
            facts.extend(started_once(request, CUSTODY_END, context));
            facts.extend(started_once(request, TELL_CUSTOMER, context));
            Ok(facts)
        }
        Command::HandOverData { to, note } => {
            open_custody(dispatch)?;
            let to = Holder { keeping: to.keeping, name: text(&to.name, "/command/to/name")? };
            let arrives = to.keeping != Keeping::Engineer;
            let mut facts = vec![Fact::DataHandedOver { dispatch: id, link: link(to, note, context) }];
            facts.extend(arrives.then(|| stopped(request, TO_OFFICE, context)).flatten());
            Ok(facts)
        }
        Command::EndCustody { how, witness, note } => end(request, dispatch, *how, (witness, note), context),
        Command::TellCustomer { state } => {
            // Whoever took the data goes on telling the customer; for the office it is the support manager now (UNR-5).
            if context.actor.person != dispatch.engineer {
                in_the_right_hands(request, context)?;
            }
            let state = text(state, "/command/state")?;
            let (at, by_name) = (context.attested.at, context.actor.name.clone());
            let contact = Contacted { party: Party::Customer, state, at, by_name };
            let goes_on = request.unresolved.is_open() || request.has_open_custody();
            let clocks = if goes_on { restarted(request, TELL_CUSTOMER, context) } else { Vec::new() };
            Ok(std::iter::once(Fact::ContactLogged { contact }).chain(clocks).collect())
        }
        _ => Err(Rejection::NotFound),
    }
}

fn checked_plan(plan: &DataPlan) -> Result<DataPlan, Rejection> {
    let names = plan.account_sets.iter().map(|name| name.trim().to_owned());
    let account_sets: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    if account_sets.is_empty() {
        return Err(Rejection::missing("/command/plan/account_sets"));
    }
    if plan.media_count == 0 {
        return Err(Rejection::invalid("/command/plan/media_count"));
    }
    Ok(DataPlan {
        account_sets,
        media: text(&plan.media, "/command/plan/media")?,
        reason: text(&plan.reason, "/command/plan/reason")?,
        ..plan.clone()
    })
}

fn link(to: Holder, note: &str, context: &Context) -> HandOver {
    let (at, actor) = (context.attested.at, context.actor);
    HandOver { to, at, by: actor.person, by_name: actor.name.clone(), note: note.trim().to_owned() }
}

fn taking(dispatch: &Dispatch) -> Result<&DataTaking, Rejection> {
    dispatch.visit.data.as_deref().ok_or_else(|| Rejection::missing("/plan"))
}

fn not_taken(dispatch: &Dispatch) -> Result<(), Rejection> {
    if dispatch.visit.custody().is_some() { Err(Rejection::Sealed) } else { Ok(()) }
}

fn open_custody(dispatch: &Dispatch) -> Result<&Custody, Rejection> {
    dispatch.visit.custody().filter(|custody| custody.is_open()).ok_or_else(|| wrong_state(dispatch))
}

/// The papers before this one are signed.
fn after(paper: DocumentKind, request: &ServiceRequest, dispatch: &Dispatch) -> Result<(), Rejection> {
    taking(dispatch)?;
    let before = PAPERS.into_iter().take_while(|before| *before != paper);
    let mut missing = before.filter(|before| !stands(*before, request, dispatch));
    missing.next().map_or(Ok(()), |paper| Err(Rejection::PaperFirst { paper }))
}

/// Whether a paper about data can be signed now.
pub(super) fn may_sign(paper: DocumentKind, request: &ServiceRequest, dispatch: &Dispatch) -> Result<(), Rejection> {
    if paper == DocumentKind::DataReturned {
        return open_custody(dispatch).map(|_| ());
    }
    open_form(request, dispatch)?;
    not_taken(dispatch)?;
    after(paper, request, dispatch)?;
    if paper == DocumentKind::DataRecord && taking(dispatch)?.record.is_none() {
        return Err(Rejection::missing("/record"));
    }
    Ok(())
}

fn end(
    request: &ServiceRequest,
    dispatch: &Dispatch,
    how: Afterwards,
    (witness, note): (&str, &str),
    context: &Context,
) -> Facts {
    let custody = open_custody(dispatch)?;
    if how != taking(dispatch)?.plan.afterwards {
        return Err(Rejection::OtherThanPledged);
    }
    let (at, actor) = (context.attested.at, context.actor);
    let witness = witness.trim().to_owned();
    if !stands(DocumentKind::DataReturned, request, dispatch) {
        if witness.is_empty() {
            return Err(Rejection::missing("/command/witness"));
        }
        // Nobody is the witness of oneself, and who gave the data away can't say what became of it.
        if witness == actor.name.trim() {
            return Err(Rejection::OwnWitness);
        }
        let elsewhere = custody.holder().filter(|holder| holder.keeping != Keeping::Engineer);
        if let Some(holder) = elsewhere.filter(|_| actor.person == dispatch.engineer) {
            return Err(Rejection::DataElsewhere { holder: holder.name.clone() });
        }
    }
    let note = note.trim().to_owned();
    let end = CustodyEnd { how, at, by: actor.person, by_name: actor.name.clone(), witness, note };
    let mut facts = vec![Fact::CustodyEnded { dispatch: dispatch.id, end }];
    facts.extend(stopped(request, TO_OFFICE, context));
    let is_held = |other: &Dispatch| other.id != dispatch.id && other.visit.custody().is_some_and(Custody::is_open);
    if !request.dispatches.iter().any(is_held) {
        facts.extend(stopped(request, CUSTODY_END, context));
    }
    if !request.unresolved.is_open() {
        facts.extend(stopped(request, TELL_CUSTOMER, context));
    }
    Ok(facts)
}

/// Folds what happened to the data into the visit.
pub(super) fn evolve(visit: &mut Visit, fact: &Fact) {
    match fact {
        Fact::DataPlanned { plan, .. } => {
            let record = visit.data.take().and_then(|data| data.record);
            visit.data = Some(Box::new(DataTaking { plan: (**plan).clone(), record, custody: None }));
        }
        Fact::DataRecorded { record, .. } => {
            if let Some(data) = &mut visit.data {
                data.record = Some((**record).clone());
            }
        }
        Fact::DataTaken { link, .. } => {
            if let Some(data) = &mut visit.data {
                data.custody = Some(Custody { chain: vec![link.clone()], end: None });
            }
        }
        Fact::DataHandedOver { link, .. } => {
            if let Some(custody) = visit.data.as_mut().and_then(|data| data.custody.as_mut()) {
                custody.chain.push(link.clone());
            }
        }
        Fact::CustodyEnded { end, .. } => {
            if let Some(custody) = visit.data.as_mut().and_then(|data| data.custody.as_mut()) {
                custody.end = Some(end.clone());
            }
        }
        _ => {}
    }
}

/// The dispatch a fact of this file is about.
pub(super) fn concerned(fact: &Fact) -> Option<DispatchId> {
    match fact {
        Fact::DataPlanned { dispatch, .. }
        | Fact::DataRecorded { dispatch, .. }
        | Fact::DataTaken { dispatch, .. }
        | Fact::DataHandedOver { dispatch, .. }
        | Fact::CustodyEnded { dispatch, .. } => Some(*dispatch),
        _ => None,
    }
}
