//! What is charged: proposed from the table, shown large, consented to before the work (CUS-8, ONS-14). Works without a network.

use chrono::NaiveDate;
use domain::{
    Money,
    command::Command,
    entitlement::Standing,
    fees::{self, ChargedBecause, FeeItem, FeeLine, VisitFees},
    request::DispatchState,
    signature::DocumentKind,
};
use leptos::{prelude::*, task::spawn_local};
use ui::{format, t};
use words::{Text, fees as texts, field as say, rejections};

use super::{
    fees_lines::Lines,
    fees_payment::{DiscountPart, PaymentPart},
    form::{Form, use_form},
    panel::PanelFrame,
    progress::{self, Panel},
};
use crate::{
    input::{Push, TextField},
    sign,
};

/// What all parts of the panel know about the money of this visit.
#[derive(Clone, Copy)]
pub struct Till {
    pub form: Form,
    pub fees: Memo<VisitFees>,
    pub is_agreed: Memo<bool>,
    /// Lines may be changed.
    pub may_edit: Memo<bool>,
    /// The customer may pay: also after signing the form.
    pub may_pay: Memo<bool>,
}

impl Till {
    fn new(form: Form) -> Self {
        let fees = Memo::new(move |_| {
            form.with(|_, dispatch| dispatch.visit.fees.as_deref().cloned().unwrap_or_default()).unwrap_or_default()
        });
        let is_agreed = Memo::new(move |_| form.with(|_, dispatch| fees::is_agreed(&dispatch.visit)).unwrap_or(true));
        let is_paid = move || fees.with(|fees| fees.taken().is_some() || fees.invoice.is_some());
        let may_edit = Memo::new(move |_| {
            let may_fill = form.with(|request, dispatch| progress::may_fill(Panel::Fees, request, dispatch).is_ok());
            may_fill.unwrap_or_default() && !is_paid()
        });
        let may_pay = Memo::new(move |_| {
            let state = form.with(|_, dispatch| dispatch.lived_state());
            let is_over = matches!(state, Some(DispatchState::Signed | DispatchState::Unsigned));
            (may_edit.get() || is_over) && is_agreed.get() && !is_paid() && fees.with(VisitFees::charges)
        });
        Self { form, fees, is_agreed, may_edit, may_pay }
    }

    /// An amount in the reader's language. Tracked.
    pub fn say(self, amount: Money) -> String {
        format::money(amount, self.form.acting.words.lang())
    }

    /// Lines as they are to be from now on.
    pub fn propose(self, lines: Vec<FeeLine>) {
        let form = self.form;
        let standing = form.now_with(|request, _| request.entitlement.standing);
        let because = match standing {
            Some(standing) if fees::is_chargeable(standing) => ChargedBecause::NotCovered,
            _ => ChargedBecause::OutOfScope,
        };
        spawn_local(async move {
            form.act(Command::ProposeFees { because, lines }).await;
        });
    }
}

/// Today in the centre's zone.
pub fn today(form: Form) -> NaiveDate {
    format::date(form.acting.now(), &form.acting.desk.zone()).unwrap_or_default()
}

/// The rows of the table that count today, as they are known on this device; none before the first pull.
pub fn table(form: Form) -> Vec<FeeItem> {
    let table = form.acting.desk.client().and_then(|client| client.fee_table());
    fees::valid_on(&table.unwrap_or_default(), today(form))
}

/// Its own name, else that of its kind. Tracked.
pub fn name(form: Form, kind: fees::FeeKind, name: &str) -> String {
    if name.is_empty() { form.acting.words.say(texts::kind(kind)).to_owned() } else { name.to_owned() }
}

/// `300.00 元 / 次`
pub fn price(form: Form, price: Option<Money>, unit: fees::FeeUnit) -> String {
    let words = form.acting.words;
    let Some(price) = price else { return words.say(texts::AT_COST).to_owned() };
    let price = format::money(price, words.lang());
    words.fill(texts::PER, &[("price", &price), ("unit", words.say(texts::unit(unit)))])
}

#[component]
pub fn FeesPanel() -> impl IntoView {
    let form = use_form();
    let till = Till::new(form);
    let standing = move || {
        let standing = form.with(|request, _| request.entitlement.standing)?;
        let (text, class) = match standing {
            Standing::LastVisitAvailable => (texts::PANEL_LAST_VISIT, "notice"),
            standing if fees::is_chargeable(standing) => (texts::PANEL_NOT_COVERED, "notice"),
            _ => (texts::PANEL_COVERED, "quote"),
        };
        Some(view! { <p class=class>{t(text)}</p> })
    };
    let declined = move || {
        let declined = till.fees.with(|fees| fees.declined.clone())?;
        let text = form.acting.words.fill(texts::DECLINED_NOTE, &[("reason", &declined.reason)]);
        Some(view! { <p class="notice late">{text}</p> })
    };
    let charges = Memo::new(move |_| till.fees.with(VisitFees::charges));
    view! {
        <PanelFrame panel=Panel::Fees title=texts::TITLE lead=texts::PANEL_LEAD always_open=true>
            {standing}
            {declined}
            <Lines till/>
            <Show when=move || charges.get()>
                <Total till/>
                <Consent till/>
                <DiscountPart till/>
                <PaymentPart till/>
            </Show>
            <Table form/>
        </PanelFrame>
    }
}

/// The sum, large and plain.
#[component]
fn Total(till: Till) -> impl IntoView {
    let row = |label: Text, amount: Signal<String>, class: &'static str| {
        view! { <p class=class><span>{t(label)}</span> <output>{move || amount.get()}</output></p> }
    };
    let taken_off = Memo::new(move |_| till.fees.with(VisitFees::taken_off));
    let total = Signal::derive(move || till.say(till.fees.with(VisitFees::total)));
    let less = Signal::derive(move || ["−", &till.say(taken_off.get())].concat());
    let payable = Signal::derive(move || till.say(till.fees.with(VisitFees::payable)));
    move || {
        if taken_off.get().is_zero() {
            return row(texts::TOTAL, total, "fee-total").into_any();
        }
        view! {
            {row(texts::TOTAL, total, "fee-sum")}
            {row(texts::DISCOUNT, less, "fee-sum")}
            {row(texts::PAYABLE, payable, "fee-total")}
        }
        .into_any()
    }
}

/// The customer's consent, or that there is none.
#[component]
fn Consent(till: Till) -> impl IntoView {
    let Till { form, is_agreed, may_edit, .. } = till;
    let words = form.acting.words;
    let consented = Memo::new(move |_| form.with(|_, dispatch| fees::consented(&dispatch.visit)).flatten());
    let is_declining = RwSignal::new(false);
    let address = StoredValue::new(sign::address(form.id, DocumentKind::Fees));
    let agreed = move || {
        let amount = consented.get().filter(|_| is_agreed.get())?;
        let text = words.fill(texts::CONSENTED, &[("amount", &till.say(amount))]);
        Some(view! { <p class="notice ok">{text}</p> })
    };
    let ask = move || if consented.get().is_some() { texts::SIGN_AGAIN } else { texts::SIGN_FEES };
    view! {
        {agreed}
        <Show when=move || may_edit.get() && !is_agreed.get()>
            <p class="fee-acts">
                <a class="button primary" href=address.get_value()>{move || words.say(ask())}</a>
                <Show when=move || !is_declining.get()>
                    <Push text=texts::DECLINE quiet=true run=Callback::new(move |()| is_declining.set(true))/>
                </Show>
            </p>
            <Show when=move || is_declining.get()><Decline form/></Show>
        </Show>
    }
}

/// The customer does not want to pay.
#[component]
fn Decline(form: Form) -> impl IntoView {
    let words = form.acting.words;
    let (reason, submitted) = (RwSignal::new(String::new()), RwSignal::new(false));
    let mistake = Signal::derive(move || {
        let is_missing = submitted.get() && reason.with(|reason| reason.trim().is_empty());
        is_missing.then(|| words.fill(rejections::MISSING, &[("field", words.say(texts::DECLINE_REASON))]))
    });
    let run = Callback::new(move |()| {
        submitted.set(true);
        let reason = reason.get_untracked();
        if !reason.trim().is_empty() {
            spawn_local(async move {
                form.act(Command::DeclineFees { reason }).await;
            });
        }
    });
    view! {
        <TextField label=texts::DECLINE_REASON value=reason lines=true mistake=mistake/>
        <p><Push text=texts::DECLINE run=run/></p>
    }
}

/// The fee table of the day, for showing it to the customer.
#[component]
fn Table(form: Form) -> impl IntoView {
    let day = today(form).to_string();
    let rows = move || {
        let table = table(form);
        if table.is_empty() {
            return view! { <p class="muted">{t(texts::TABLE_MISSING)}</p> }.into_any();
        }
        let row = |item: &FeeItem| {
            view! { <li><span>{name(form, item.kind, &item.name)}</span> <span>{price(form, item.price, item.unit)}</span></li> }
        };
        view! { <ul class="fee-table">{table.iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! {
        <details class="fee-table-part">
            <summary>{move || form.acting.words.fill(texts::TABLE_OF, &[("date", &day)])}</summary>
            {rows}
        </details>
    }
}

/// What stands before the work on a visit that has to be paid for.
#[component]
pub fn FeesFirst() -> impl IntoView {
    let form = use_form();
    let is_open = Memo::new(move |_| {
        let open = form.with(|request, dispatch| {
            let is_silent = dispatch.visit.fees.is_none() && dispatch.state == DispatchState::OnSite;
            is_silent && fees::is_chargeable(request.entitlement.standing)
        });
        open.unwrap_or_default()
    });
    let go = Callback::new(move |()| form.go(Panel::Fees));
    view! {
        <Show when=move || is_open.get()>
            <div class="notice">
                <p>{t(texts::NOT_COVERED_FIRST)}</p>
                <Push text=texts::GO_TO_FEES run=go/>
            </div>
        </Show>
    }
}

/// What the costs are where fees were agreed: they are not typed again.
#[component]
pub fn FeesAsCosts() -> impl IntoView {
    let form = use_form();
    let till = Till::new(form);
    let go = Callback::new(move |()| form.go(Panel::Fees));
    let row = move |line: &FeeLine| {
        view! { <li><span>{name(form, line.kind, &line.name)}</span> <span>{till.say(line.amount())}</span></li> }
    };
    let rows = move || till.fees.with(|fees| fees.lines.iter().map(row).collect_view());
    view! {
        <h3>{t(texts::LINES)}</h3>
        <ul class="fee-table">{rows}</ul>
        <Total till/>
        <p><Push text=say::GO_THERE quiet=true run=go/></p>
    }
}
