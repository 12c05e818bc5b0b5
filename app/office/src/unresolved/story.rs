//! An unresolved problem on its form: where it stands, what was done, the chain of custody, and what comes next.

use std::sync::Arc;

use domain::{
    Timestamp,
    custody::DataTaking,
    people::Actor,
    request::{Dispatch, ServiceRequest},
    unresolved::{Stage, Unresolved, next_step, stage},
};
use leptos::prelude::*;
use ui::{Remaining, t, use_desk, use_now};
use words::{office::reasons, unresolved as texts};

use super::{
    ask::{AskDialog, HelpAsked, Question},
    deed::{self, Deed},
};
use crate::{
    acts::{Shown, may_manage},
    tell::{Tell, use_tell},
};

/// The panel on the form's page; nothing where nothing is unresolved and no data was taken.
#[component]
pub fn Matter(request: Shown) -> impl IntoView {
    let tell = use_tell();
    let asked = RwSignal::new(None::<Question>);
    let body = move || {
        let request = request.get()?;
        let stage = stage(&request);
        let has_data = request.dispatches.iter().any(|dispatch| dispatch.visit.data.is_some());
        if stage.is_none() && !has_data && request.failed_before == 0 {
            return None;
        }
        Some(panel(&request, stage, asked, tell))
    };
    view! { {body} <AskDialog asked/> }
}

fn panel(
    request: &Arc<ServiceRequest>,
    stage: Option<Stage>,
    asked: RwSignal<Option<Question>>,
    tell: Tell,
) -> impl IntoView + use<> {
    let failed = request.failed_before + u32::from(stage.is_some_and(|stage| stage != Stage::Decision));
    let failed = (failed > 0).then(|| tell.fill(texts::FAILED_VISITS, &[("n", &failed.to_string())]));
    let support = request.unresolved.support_manager_since.is_some();
    let next = next_step(request).cloned().map(|clock| {
        let what = tell.say(reasons::rule(&clock.rule));
        view! { <p class="matter-next">{what} " " <Remaining clock/></p> }
    });
    view! {
        <section class="panel-part matter" aria-labelledby="matter">
            <h2 id="matter">{tell.say(texts::TITLE)}</h2>
            <p class="chips">
                {stage.map(|stage| view! { <span class="chip accent">{tell.say(texts::stage(stage))}</span> })}
                " " {failed.map(|text| view! { <span class="chip soon">{text}</span> })}
                " " {support.then(|| view! { <span class="chip late">{tell.say(texts::SUPPORT_MANAGER)}</span> })}
            </p>
            {request.first_engineer.as_ref().map(|first| view! { <p>{tell.fill(texts::FOLLOWED_BY, &[("name", &first.name)])}</p> })}
            {next}
            <Deeds request=request.clone() asked/>
            {story(&request.unresolved, tell)}
            {request.dispatches.iter().filter_map(|dispatch| custody(request, dispatch, tell)).collect_view()}
        </section>
    }
}

/// The buttons for what can be done now.
#[component]
fn Deeds(request: Arc<ServiceRequest>, asked: RwSignal<Option<Question>>) -> impl IntoView {
    let desk = use_desk();
    let deeds = desk.person().map(|person| deed::possible(&Actor::from(&person), &request)).unwrap_or_default();
    let button = move |(at, deed): (usize, Deed)| {
        let request = request.clone();
        let class = match (at, deed) {
            (0, _) => "button primary",
            (_, Deed::End) => "button quiet",
            _ => "button",
        };
        let ask = move |_| asked.set(Some(Question { deed, request: request.clone() }));
        view! { <button type="button" class=class on:click=ask>{t(deed.title())}</button> }
    };
    (!deeds.is_empty())
        .then(|| view! { <div class="act-bar">{deeds.into_iter().enumerate().map(button).collect_view()}</div> })
}

/// One line of the story.
struct Line {
    at: Timestamp,
    what: String,
    text: String,
    by: String,
}

/// Everything that was done, the newest first: what to say to a customer who phones stands on top.
fn story(matter: &Unresolved, tell: Tell) -> Option<impl IntoView + use<>> {
    let mut lines = Vec::new();
    let mut add = |at: Timestamp, what: String, text: String, by: &str| {
        lines.push(Line { at, what, text, by: by.to_owned() });
    };
    for held in &matter.consultations {
        let names: Vec<String> = held.consultation.participants.iter().map(|one| one.name.clone()).collect();
        let text = tell.sentence(&[held.consultation.findings.clone(), held.consultation.plan.clone()]);
        add(held.at, tell.fill(texts::CONSULTED, &[("names", &tell.dotted(&names))]), text, &held.by_name);
    }
    if let Some(sent) = &matter.headquarters {
        let escalation = &sent.escalation;
        let what = tell.fill(texts::SENT_TO, &[("recipient", &escalation.recipient)]);
        let text = tell.dotted(&[escalation.description.clone(), escalation.data_reference.clone()]);
        add(sent.sent_at, what, text, &sent.by_name);
        if let Some(word) = &sent.acknowledged {
            let values = [("by", word.received_by.as_str()), ("number", word.submission_number.as_str())];
            add(word.at, tell.fill(texts::ACKNOWLEDGED, &values), String::new(), "");
        }
    }
    for contact in &matter.contacts {
        add(contact.at, tell.say(texts::party(contact.party)).to_owned(), contact.state.clone(), &contact.by_name);
    }
    for workaround in &matter.workarounds {
        add(workaround.at, tell.say(texts::WORKAROUND).to_owned(), workaround.text.clone(), &workaround.by_name);
    }
    for solution in &matter.solutions {
        let version = (!solution.needs_version.is_empty())
            .then(|| tell.fill(texts::NEEDS_VERSION_IS, &[("version", &solution.needs_version)]));
        let text = tell.dotted(&[solution.text.clone(), version.unwrap_or_default()]);
        add(solution.at, tell.say(texts::SOLUTION_CAME).to_owned(), text, &solution.by_name);
        if let Some(check) = &solution.check {
            let what = if check.works { texts::SOLUTION_WORKS } else { texts::SOLUTION_FAILS };
            add(check.at, tell.say(what).to_owned(), check.note.clone(), &check.by_name);
        }
    }
    if let Some(ended) = &matter.ended {
        let what = if ended.followed_by.is_some() { texts::ENDED_BY_VISIT } else { texts::ENDED };
        add(ended.at, tell.say(what).to_owned(), ended.reason.clone(), &ended.by_name);
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    let row = |line: Line| {
        let when = tell.dotted(&[tell.near(line.at), line.by]);
        view! { <li><b>{line.what}</b> <small>{when}</small> <p>{line.text}</p></li> }
    };
    (!lines.is_empty()).then(|| {
        view! {
            <h3>{tell.say(texts::STORY)}</h3>
            <ol class="story">{lines.into_iter().map(row).collect_view()}</ol>
        }
    })
}

/// Data of the customer: what, and everybody who had it.
fn custody(request: &ServiceRequest, dispatch: &Dispatch, tell: Tell) -> Option<impl IntoView + use<>> {
    let now = use_now();
    let DataTaking { plan, custody, .. } = dispatch.visit.data.as_deref()?;
    let custody = custody.clone()?;
    let count = plan.media_count.to_string();
    let what = tell.dotted(&[
        plan.account_sets.join(" "),
        [plan.media.as_str(), " × ", &count].concat(),
        tell.say(texts::afterwards(plan.afterwards)).to_owned(),
    ]);
    let too_long = {
        let due = request.data_due().filter(|_| custody.is_open()).map(|clock| clock.due);
        move || {
            let alarm = due.is_some_and(|due| now.get() > due);
            alarm.then(|| view! { <p class="notice late">{tell.say(texts::DATA_TOO_LONG)}</p> })
        }
    };
    let links = custody.chain.iter().map(|link| {
        let place = tell.dotted(&[link.to.name.clone(), tell.say(texts::keeping(link.to.keeping)).to_owned()]);
        let when = tell.dotted(&[tell.near(link.at), link.by_name.clone(), link.note.clone()]);
        view! { <li><b>{place}</b> <small>{when}</small></li> }
    });
    let end = custody.end.as_ref().map(|end| {
        let how = tell.say(texts::afterwards(end.how)).to_owned();
        let when = tell.dotted(&[tell.near(end.at), end.witness.clone(), end.note.clone()]);
        view! { <li><b>{how}</b> <small>{when}</small></li> }
    });
    Some(view! {
        <h3>{tell.say(texts::CUSTODY)}</h3>
        <p>{what}</p>
        {too_long}
        <ol class="story chain-of-custody" aria-label=tell.say(texts::CUSTODY_CHAIN)>{links.collect_view()} {end}</ol>
    })
}

/// Answers an engineer who asked for help, beside what was asked (UNR-1).
#[component]
pub fn HelpAnswerButton(request: Arc<ServiceRequest>, dispatch: Dispatch) -> impl IntoView {
    let desk = use_desk();
    let tell = use_tell();
    let HelpAsked(asked) = expect_context::<HelpAsked>();
    let may = desk.person().is_some_and(|person| may_manage(&Actor::from(&person), &request));
    let id = dispatch.id;
    let answer = dispatch.help_answer.map(|answer| {
        let by = tell.fill(texts::HELP_PLAN, &[("name", &answer.by_name)]);
        view! { <p><b>{by}</b> " " {answer.plan}</p> }
    });
    let ask = move |_| asked.set(Some(Question { deed: Deed::AnswerHelp(id), request: request.clone() }));
    view! {
        {answer}
        {may.then(|| view! {
            <div class="notice-end"><button type="button" class="button primary" on:click=ask>{t(texts::ANSWER_HELP)}</button></div>
        })}
    }
}
