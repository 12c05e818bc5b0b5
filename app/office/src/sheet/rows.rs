//! The rows of the lists, column by column as the paper has them.

use domain::{
    RequestId,
    day_sheet::{Call, CallResult},
    dispatch_sheet::{Outcome, Row},
    headquarters_log::Case,
};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::Value;
use words::{Text, office::sheet as texts, paper};

use crate::tell::Tell;

/// Which list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Which {
    Calls,
    #[default]
    Dispatches,
    Headquarters,
}

impl Which {
    pub const ALL: [Which; 3] = [Which::Calls, Which::Dispatches, Which::Headquarters];

    pub fn of(form: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|which| which.form() == form)
    }

    /// The word in addresses.
    pub fn form(self) -> &'static str {
        match self {
            Which::Calls => "QR-02",
            Which::Dispatches => "QR-04",
            Which::Headquarters => "QR-06",
        }
    }

    /// As the form is called on paper.
    pub fn number(self) -> &'static str {
        match self {
            Which::Calls => "QR/02",
            Which::Dispatches => "QR/04",
            Which::Headquarters => "QR/06",
        }
    }

    pub fn title(self) -> Text {
        match self {
            Which::Calls => paper::DAY_SHEET,
            Which::Dispatches => texts::TITLE,
            Which::Headquarters => paper::HEADQUARTERS_LOG,
        }
    }

    pub fn empty(self) -> Text {
        match self {
            Which::Calls => texts::EMPTY_CALLS,
            Which::Dispatches => texts::EMPTY,
            Which::Headquarters => texts::EMPTY_HEADQUARTERS,
        }
    }

    /// Who stands above the rows.
    pub fn people(self) -> Option<Text> {
        match self {
            Which::Calls => Some(paper::DUTY_ENGINEER),
            Which::Dispatches => Some(texts::MANAGER),
            Which::Headquarters => None,
        }
    }

    pub fn is_of_a_year(self) -> bool {
        self == Which::Headquarters
    }

    pub fn previous(self) -> Text {
        if self.is_of_a_year() { texts::PREVIOUS_YEAR } else { texts::PREVIOUS }
    }

    pub fn next(self) -> Text {
        if self.is_of_a_year() { texts::NEXT_YEAR } else { texts::NEXT }
    }

    /// The rows of an answer; one that this program can't read must not hide the others.
    pub fn read(self, answer: &Value) -> Rows {
        match self {
            Which::Calls => Rows::Calls(items(answer)),
            Which::Dispatches => Rows::Dispatches(items(answer)),
            Which::Headquarters => Rows::Cases(items(answer)),
        }
    }
}

fn items<T: DeserializeOwned>(answer: &Value) -> Vec<T> {
    let items = answer["items"].as_array().into_iter().flatten();
    items.filter_map(|item| T::deserialize(item).ok()).collect()
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Rows {
    Calls(Vec<Call>),
    Dispatches(Vec<Row>),
    Cases(Vec<Case>),
}

impl Rows {
    pub fn len(&self) -> usize {
        match self {
            Rows::Calls(rows) => rows.len(),
            Rows::Dispatches(rows) => rows.len(),
            Rows::Cases(rows) => rows.len(),
        }
    }

    /// The people above the rows, each once.
    pub fn people(&self) -> String {
        let mut names: Vec<&str> = match self {
            Rows::Calls(rows) => rows.iter().map(|call| call.taken_by_name.as_str()).collect(),
            Rows::Dispatches(rows) => rows.iter().map(|row| row.manager_name.as_str()).collect(),
            Rows::Cases(_) => Vec::new(),
        };
        names.sort_unstable();
        names.dedup();
        names.join("、")
    }

    pub fn table(self, tell: Tell) -> AnyView {
        let head = |titles: &[Text]| {
            let titles = titles.iter().map(|title| view! { <th scope="col">{tell.say(*title)}</th> });
            view! { <thead><tr>{titles.collect_view()}</tr></thead> }
        };
        match self {
            Rows::Calls(rows) => {
                let head = head(&[
                    texts::SEQUENCE,
                    texts::TAKEN,
                    texts::UNIT,
                    paper::CALL_RECORD,
                    texts::OUTCOME,
                    texts::REQUEST,
                    paper::DUTY_ENGINEER,
                    texts::MANAGER,
                ]);
                let rows = rows.into_iter().enumerate().map(|(index, call)| of_call(index + 1, call, tell));
                view! { {head} <tbody>{rows.collect_view()}</tbody> }.into_any()
            }
            Rows::Dispatches(rows) => {
                let head = head(&[
                    texts::SEQUENCE,
                    texts::REQUEST,
                    texts::UNIT,
                    texts::ENGINEER,
                    texts::DISPATCHED,
                    texts::RETURNED,
                    texts::OUTCOME,
                    texts::AGAIN,
                    texts::MANAGER,
                ]);
                let rows = rows.into_iter().enumerate().map(|(index, row)| of_dispatch(index + 1, row, tell));
                view! { {head} <tbody>{rows.collect_view()}</tbody> }.into_any()
            }
            Rows::Cases(rows) => {
                let head = head(&[
                    texts::SEQUENCE,
                    texts::REQUEST,
                    texts::ENGINEER,
                    texts::UNIT,
                    paper::DATA_VERSION,
                    paper::SUBMISSION_NUMBER,
                    paper::CONTACTS,
                ]);
                let rows = rows.into_iter().enumerate().map(|(index, case)| of_case(index + 1, case, tell));
                view! { {head} <tbody>{rows.collect_view()}</tbody> }.into_any()
            }
        }
    }
}

fn link(request: RequestId, number: String) -> impl IntoView {
    view! { <a href=["/requests/", &request.to_string()].concat()>{number}</a> }
}

fn of_call(number: usize, call: Call, tell: Tell) -> impl IntoView {
    let (tone, result) = match call.result {
        CallResult::SolvedByPhone => ("chip ok", paper::SOLVED_BY_PHONE),
        CallResult::Visit => ("chip accent", paper::BY_VISIT),
        CallResult::NoVisit => ("chip", paper::NO_VISIT),
    };
    view! {
        <tr>
            <td>{number}</td>
            <td>{tell.day_time(call.taken_at)}</td>
            <td class="unit">{call.unit}</td>
            <td class="unit">{call.record}</td>
            <td><span class=tone>{tell.say(result)}</span></td>
            <td class="mono">{link(call.request, call.request_number)}</td>
            <td>{call.taken_by_name}</td>
            <td>{call.manager_name}</td>
        </tr>
    }
}

fn of_dispatch(number: usize, row: Row, tell: Tell) -> impl IntoView {
    let tone = match row.outcome {
        Outcome::ByPhone | Outcome::OnSite => "chip ok",
        Outcome::Partly | Outcome::NotSolved | Outcome::NotMet => "chip soon",
        Outcome::Open | Outcome::NotCarriedOut => "chip",
    };
    view! {
        <tr>
            <td>{number}</td>
            <td class="mono">{link(row.request, row.request_number)}</td>
            <td class="unit">{row.unit}</td>
            <td>{row.engineer_name}</td>
            <td>{tell.day_time(row.dispatched_at)}</td>
            <td>{row.returned_at.map_or_else(|| "—".to_owned(), |at| tell.day_time(at))}</td>
            <td><span class=tone>{tell.say(texts::outcome(row.outcome))}</span></td>
            <td class="mono">{row.redispatch_number}</td>
            <td>{row.manager_name}</td>
        </tr>
    }
}

fn of_case(number: usize, case: Case, tell: Tell) -> impl IntoView {
    let contacts = case.contacts.into_iter().map(|contact| {
        view! { <li>{tell.day_time(contact.at)} " · " {contact.by_name} " · " {contact.state}</li> }
    });
    let contacts = contacts.collect_view();
    view! {
        <tr>
            <td>{number}</td>
            <td class="mono">{link(case.request, case.request_number)}</td>
            <td>{case.engineer_name}</td>
            <td class="unit">{case.unit}</td>
            <td>{case.data_version}</td>
            <td class="mono">{case.submission_number}</td>
            <td><ol class="plain-list">{contacts}</ol></td>
        </tr>
    }
}
