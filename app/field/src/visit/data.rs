//! Taking data of the customer away: plan, consent, pledge, record, both signed, taken (UNR-6). Works without a network.

use domain::{
    command::Command,
    custody::{Afterwards, DataPlan},
    signature::{DocumentKind, stands},
};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use ui::t;
use words::{Text, field as say, rejections, unresolved as texts};

use super::{
    custody::CustodyPart,
    data_record::RecordPart,
    form::{Form, use_form},
    panel::PanelFrame,
    progress::{self, Panel},
};
use crate::{
    drafts::Draft,
    input::{Push, TextField},
    sign,
};

/// How far it has got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Papers {
    pub is_planned: bool,
    pub is_consented: bool,
    pub is_pledged: bool,
    pub is_recorded: bool,
    pub is_signed: bool,
    pub is_taken: bool,
}

/// Tracked.
pub fn papers(form: Form) -> Papers {
    form.with(|request, dispatch| {
        let data = dispatch.visit.data.as_deref();
        Papers {
            is_planned: data.is_some(),
            is_consented: stands(DocumentKind::Consent, request, dispatch),
            is_pledged: stands(DocumentKind::Pledge, request, dispatch),
            is_recorded: data.is_some_and(|data| data.record.is_some()),
            is_signed: stands(DocumentKind::DataRecord, request, dispatch),
            is_taken: dispatch.visit.custody().is_some(),
        }
    })
    .unwrap_or_default()
}

#[component]
pub fn DataPanel() -> impl IntoView {
    let form = use_form();
    let papers = Memo::new(move |_| papers(form));
    let is_taken = Memo::new(move |_| papers.get().is_taken);
    let is_closed = Memo::new(move |_| {
        form.with(|request, dispatch| progress::may_fill(Panel::Data, request, dispatch).is_err()).unwrap_or(true)
    });
    view! {
        <PanelFrame panel=Panel::Data title=texts::TAKE_AWAY lead=texts::TAKE_AWAY_HINT always_open=true>
            <Show when=move || is_taken.get() fallback=move || view! {
                <Show when=move || !is_closed.get() fallback=|| view! { <p class="notice">{t(say::NOT_THERE_YET)}</p> }>
                    <Steps papers=papers/>
                </Show>
            }>
                <CustodyPart/>
            </Show>
        </PanelFrame>
    }
}

/// The papers in their order; each opens when the one before is done.
#[component]
fn Steps(papers: Memo<Papers>) -> impl IntoView {
    let form = use_form();
    let take = Callback::new(move |()| {
        spawn_local(async move {
            form.act(Command::TakeData).await;
        });
    });
    let may_take = move || papers.get().is_signed;
    view! {
        <section class="data-step"><h3>{t(texts::STEP_PLAN)} <State done=Signal::derive(move || papers.get().is_planned)/></h3><PlanPart papers=papers/></section>
        <Paper
            text=texts::SIGN_CONSENT kind=DocumentKind::Consent
            done=Signal::derive(move || papers.get().is_consented) may=Signal::derive(move || papers.get().is_planned)
        />
        <Paper
            text=texts::SIGN_PLEDGE kind=DocumentKind::Pledge
            done=Signal::derive(move || papers.get().is_pledged) may=Signal::derive(move || papers.get().is_consented)
        />
        <section class="data-step">
            <h3>{t(texts::RECORD)} <State done=Signal::derive(move || papers.get().is_recorded)/></h3>
            <Show when=move || papers.get().is_pledged><RecordPart/></Show>
        </section>
        <Paper
            text=texts::SIGN_RECORD kind=DocumentKind::DataRecord
            done=Signal::derive(move || papers.get().is_signed) may=Signal::derive(move || papers.get().is_recorded && papers.get().is_pledged)
        />
        <Show when=may_take><p><Push text=texts::TAKE run=take primary=true/></p></Show>
    }
}

/// Whether a step is done, in a word.
#[component]
fn State(done: Signal<bool>) -> impl IntoView {
    let class = move || if done.get() { "chip ok" } else { "chip" };
    view! { <small class=class>{move || t(if done.get() { texts::DONE } else { texts::TO_DO })()}</small> }
}

/// A paper to be signed.
#[component]
fn Paper(text: Text, kind: DocumentKind, done: Signal<bool>, may: Signal<bool>) -> impl IntoView {
    let form = use_form();
    let address = sign::address(form.id, kind);
    view! {
        <section class="data-step is-paper">
            <Show when=move || may.get() && !done.get() fallback=move || view! { <h3>{t(text)} <State done=done/></h3> }>
                <a class="button primary" href=address.clone()>{t(text)}</a>
            </Show>
        </section>
    }
}

/// What was typed of the plan and not saved yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Typed {
    sets: String,
    media: String,
    count: String,
    reason: String,
    afterwards: Afterwards,
}

#[component]
fn PlanPart(papers: Memo<Papers>) -> impl IntoView {
    let form = use_form();
    let is_editing = RwSignal::new(!papers.get_untracked().is_planned);
    let summary = move || {
        form.with(|_, dispatch| {
            let plan = &dispatch.visit.data.as_deref()?.plan;
            let words = form.acting.words;
            let media = [plan.media.as_str(), " × ", &plan.media_count.to_string()].concat();
            let afterwards = words.say(texts::afterwards(plan.afterwards)).to_owned();
            Some([plan.account_sets.join(" "), media, plan.reason.clone(), afterwards].join(" · "))
        })
        .flatten()
    };
    view! {
        <Show when=move || is_editing.get() fallback=move || view! {
            <p class="quote">{summary}</p>
            <p><Push text=texts::CHANGE quiet=true run=Callback::new(move |()| is_editing.set(true))/></p>
        }>
            <PlanForm done=Callback::new(move |()| is_editing.set(false))/>
        </Show>
    }
}

fn known(form: Form) -> Typed {
    let of_plan = form.now_with(|request, dispatch| {
        let plan = dispatch.visit.data.as_deref().map(|data| &data.plan);
        match plan {
            Some(plan) => Typed {
                sets: plan.account_sets.join(" "),
                media: plan.media.clone(),
                count: plan.media_count.to_string(),
                reason: plan.reason.clone(),
                afterwards: plan.afterwards,
            },
            None => Typed { sets: request.product.account_sets.join(" "), count: "1".to_owned(), ..Typed::default() },
        }
    });
    of_plan.unwrap_or_default()
}

#[component]
fn PlanForm(done: Callback<()>) -> impl IntoView {
    let form = use_form();
    let words = form.acting.words;
    let draft = Draft::named(&["data-plan-", &form.id.to_string()]);
    let start: Typed = draft.read().and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_else(|| known(form));
    let (sets, media) = (RwSignal::new(start.sets), RwSignal::new(start.media));
    let (count, reason) = (RwSignal::new(start.count), RwSignal::new(start.reason));
    let afterwards = RwSignal::new(start.afterwards);
    let submitted = RwSignal::new(false);
    let typed = move || Typed {
        sets: sets.get_untracked(),
        media: media.get_untracked(),
        count: count.get_untracked(),
        reason: reason.get_untracked(),
        afterwards: afterwards.get_untracked(),
    };
    let keep = Callback::new(move |()| draft.keep(&serde_json::to_string(&typed()).unwrap_or_default()));
    let missing = move |value: RwSignal<String>, label: Text| {
        Signal::derive(move || {
            let is_missing = submitted.get() && value.with(|value| value.trim().is_empty());
            is_missing.then(|| words.fill(rejections::MISSING, &[("field", words.say(label))]))
        })
    };
    let counted = move || count.with(|count| count.trim().parse::<u32>().ok()).filter(|count| *count > 0);
    let count_mistake = Signal::derive(move || {
        (submitted.get() && counted().is_none()).then(|| words.say(texts::COUNT_MISSING).to_owned())
    });
    let save = Callback::new(move |()| {
        submitted.set(true);
        let Typed { sets, media, reason, afterwards, .. } = typed();
        let Some(media_count) = untrack(counted) else { return };
        if [&sets, &media, &reason].iter().any(|text| text.trim().is_empty()) {
            return;
        }
        let settings = form.acting.desk.client().map(|client| client.settings());
        let company = settings.and_then(|settings| settings["name"].as_str().map(str::to_owned)).unwrap_or_default();
        let account_sets = sets.split_whitespace().map(str::to_owned).collect();
        let plan = DataPlan { account_sets, media, media_count, reason, afterwards, company };
        spawn_local(async move {
            if form.act(Command::PlanData { plan: Box::new(plan) }).await {
                draft.forget();
                done.try_run(());
            }
        });
    });
    let option = move |choice: Afterwards| {
        view! {
            <label>
                <input type="radio" name="afterwards" prop:checked=move || afterwards.get() == choice
                    on:change=move |_| { afterwards.set(choice); keep.run(()); }/>
                " " {t(texts::afterwards(choice))}
            </label>
        }
    };
    view! {
        <TextField label=texts::ACCOUNT_SETS value=sets typed=keep mistake=missing(sets, texts::ACCOUNT_SETS)/>
        <div class="field-pair">
            <TextField label=texts::MEDIA hint=texts::MEDIA_EXAMPLE value=media typed=keep mistake=missing(media, texts::MEDIA)/>
            <TextField label=texts::MEDIA_COUNT value=count typed=keep kind="decimal" mistake=count_mistake/>
        </div>
        <TextField label=texts::TAKE_REASON value=reason typed=keep lines=true mistake=missing(reason, texts::TAKE_REASON)/>
        <fieldset class="form-field">
            <legend>{t(texts::AFTERWARDS)}</legend>
            <div class="pick">{option(Afterwards::Return)} {option(Afterwards::Destroy)}</div>
        </fieldset>
        <p><Push text=texts::SAVE_PLAN run=save primary=true/></p>
    }
}
