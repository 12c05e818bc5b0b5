//! Decides disputes in one step, and takes a decision back (SYN-7).

use crate::{
    DispatchId, Rejection,
    dispute::{self, ActionChoice, FieldChoice, FormChoice, KeptAction, Resolution, Settlement, Side, merge},
    fact::Fact,
    request::{
        Context, Decided, Dispatch, DispatchState, RequestState, ServiceRequest,
        decide::{become_state, dispatch_becomes, text},
        edit::edited,
        evolve, premises,
    },
};

type Answer = Result<Decided, Rejection>;

/// A request on which decisions are tried one after the other.
struct Desk<'a, 'b> {
    request: ServiceRequest,
    facts: Vec<Fact>,
    context: &'a Context<'b>,
}

impl Desk<'_, '_> {
    fn take(&mut self, fact: Fact) {
        evolve(&mut self.request, &fact);
        self.facts.push(fact);
    }
}

/// The decision about one dispatch; what else was kept of it is decided as it is proposed.
pub(super) fn one_form(request: &ServiceRequest, id: DispatchId, accept: bool, context: &Context) -> Answer {
    let dispatch = request.dispatch(id).ok_or(Rejection::NotFound)?;
    if dispatch.state != DispatchState::Disputed {
        return Err(wrong_state(dispatch));
    }
    let own = request.kept.iter().filter(|kept| kept.dispatch == Some(id));
    let actions =
        own.map(|kept| ActionChoice { envelope: kept.envelope.clone(), apply: dispute::proposal(request, kept) });
    let forms = vec![FormChoice { dispatch: id, accept }];
    settle(request, Resolution { forms, actions: actions.collect(), ..Resolution::default() }, context)
}

/// The decision about everything it names.
pub(super) fn resolve(request: &ServiceRequest, resolution: &Resolution, context: &Context) -> Answer {
    let Resolution { forms, actions, fields, reason } = resolution;
    if forms.is_empty() && actions.is_empty() && fields.is_empty() {
        return Err(Rejection::missing("/command/resolution"));
    }
    let is_known = |choice: &ActionChoice| request.kept.iter().any(|kept| kept.envelope == choice.envelope);
    if !actions.iter().all(is_known) {
        return Err(Rejection::invalid("/command/resolution/actions"));
    }
    let work_is_set_aside = |choice: &ActionChoice| {
        let kept = request.kept.iter().find(|kept| kept.envelope == choice.envelope);
        !choice.apply && kept.is_some_and(|kept| dispute::proposal(request, kept))
    };
    if forms.iter().any(|choice| !choice.accept) || actions.iter().any(work_is_set_aside) {
        text(reason, "/command/resolution/reason")?;
    }
    settle(request, resolution.clone(), context)
}

fn settle(request: &ServiceRequest, resolution: Resolution, context: &Context) -> Answer {
    let mut desk = Desk { request: request.clone(), facts: Vec::new(), context };
    let mut closed: Vec<String> = resolution.actions.iter().map(|choice| choice.envelope.clone()).collect();
    desk.fields(&resolution.fields)?;
    // Those that do not count first: they make way.
    for choice in resolution.forms.iter().filter(|choice| !choice.accept) {
        desk.form(*choice)?;
    }
    for choice in resolution.forms.iter().filter(|choice| choice.accept) {
        desk.form(*choice)?;
    }
    let applied = resolution.actions.iter().filter(|choice| choice.apply);
    for choice in applied {
        let kept = request.kept.iter().find(|kept| kept.envelope == choice.envelope).ok_or(Rejection::NotFound)?;
        desk.action(kept)?;
    }
    closed.extend(desk.decided_edits(&resolution));
    closed.sort();
    closed.dedup();
    let before = ServiceRequest { settlement: None, ..request.clone() };
    let settlement = Settlement {
        resolution,
        by: context.actor.person,
        by_name: context.actor.name.clone(),
        at: context.attested.at,
        closed,
        before: Box::new(before),
    };
    desk.take(Fact::DisputeSettled { settlement: Box::new(settlement) });
    Ok(desk.facts.into())
}

impl Desk<'_, '_> {
    /// Gives each field the value that was chosen.
    fn fields(&mut self, choices: &[FieldChoice]) -> Result<(), Rejection> {
        let conflicts = dispute::conflicts(&self.request);
        let mut values = dispute::Fields::new();
        for FieldChoice { field, side } in choices {
            let conflict = conflicts.get(field).ok_or(Rejection::invalid("/command/resolution/fields"))?;
            if *side == Side::Premises {
                values.extend(conflict.premises.clone().map(|value| (*field, value)));
            }
        }
        let patch = merge::to_patch(&values, &self.request);
        if patch != crate::request::RequestPatch::default() {
            let fact = edited(&self.request, &patch)?;
            self.take(fact);
        }
        Ok(())
    }

    /// Edits all of whose fields are decided, or agree by now.
    fn decided_edits(&self, resolution: &Resolution) -> Vec<String> {
        let is_chosen = |field: &dispute::Field| resolution.fields.iter().any(|choice| choice.field == *field);
        let edits = self.request.kept.iter().filter(|kept| kept.word() == "edit_request");
        let decided = edits.filter(|kept| {
            let alone = ServiceRequest { kept: vec![(*kept).clone()], ..self.request.clone() };
            !resolution.fields.is_empty() && dispute::conflicts(&alone).keys().all(is_chosen)
        });
        decided.map(|kept| kept.envelope.clone()).collect()
    }

    fn form(&mut self, choice: FormChoice) -> Result<(), Rejection> {
        let at = self.context.attested.at;
        let dispatch = self.request.dispatch(choice.dispatch).ok_or(Rejection::NotFound)?.clone();
        if !choice.accept {
            self.take(dispatch_becomes(&dispatch, DispatchState::Superseded, None, at)?);
            return Ok(());
        }
        let returned = dispatch_becomes(&dispatch, DispatchState::Returned, None, at)?;
        let other = self.request.active_dispatch().cloned();
        self.take(returned);
        if let Some(other) = other {
            if !other.state.is_recallable() {
                return Err(Rejection::AlreadyAssigned { engineer: other.engineer_name });
            }
            self.take(dispatch_becomes(&other, DispatchState::Recalled, None, at)?);
        }
        self.take(become_state(&self.request, RequestState::Returned, None, at)?);
        Ok(())
    }

    /// A kept action as the rules take it by now; where they still object, as evidence.
    fn action(&mut self, kept: &KeptAction) -> Result<(), Rejection> {
        let Some(id) = kept.dispatch else { return Ok(()) };
        let dispatch = self.request.dispatch(id).ok_or(Rejection::NotFound)?;
        let command = kept.command().ok_or(Rejection::invalid("/command/resolution/actions"))?;
        let context = Context { actor: self.context.actor, attested: kept.attested, office: None };
        let facts = match premises::decide(&self.request, id, &command, &context) {
            Ok(decided) => decided.facts,
            Err(_) => premises::evidence(&self.request, dispatch, &command, &context),
        };
        facts.into_iter().for_each(|fact| self.take(fact));
        Ok(())
    }
}

fn wrong_state(dispatch: &Dispatch) -> Rejection {
    Rejection::WrongState { state: dispatch.state.word().to_owned() }
}

/// Takes the last decision back, as long as nothing else has happened to the request.
pub(super) fn reopen(request: &ServiceRequest, context: &Context) -> Answer {
    if request.settlement.is_none() {
        return Err(Rejection::WrongState { state: request.state.word().to_owned() });
    }
    let by_name = context.actor.name.clone();
    Ok(vec![Fact::DisputeReopened { by_name, at: context.attested.at }].into())
}

/// Folds a decision, or its being taken back, into the request.
pub(super) fn evolve_settled(request: &mut ServiceRequest, fact: &Fact) {
    match fact {
        Fact::ActionKept { action } => {
            let is_known = request.kept.iter().any(|kept| kept.envelope == action.envelope);
            if !is_known {
                request.kept.push((**action).clone());
            }
        }
        Fact::DisputeSettled { settlement } => {
            request.kept.retain(|kept| !settlement.closed.contains(&kept.envelope));
            request.settlement = Some(settlement.clone());
        }
        Fact::DisputeReopened { .. } => reopened(request),
        _ => {}
    }
}

/// As it stood before the decision, with everything that nobody may lose: signatures, and what was kept since.
fn reopened(request: &mut ServiceRequest) {
    let Some(settlement) = request.settlement.take() else { return };
    let now = std::mem::replace(request, *settlement.before);
    for kept in now.kept {
        if !request.kept.iter().any(|known| known.envelope == kept.envelope) {
            request.kept.push(kept);
        }
    }
    for after in now.dispatches {
        let Some(dispatch) = request.dispatches.iter_mut().find(|dispatch| dispatch.id == after.id) else {
            request.dispatches.push(after);
            continue;
        };
        for record in after.visit.signatures {
            if !dispatch.visit.signatures.iter().any(|known| known.id == record.id) {
                dispatch.visit.signatures.push(record);
            }
        }
    }
}
