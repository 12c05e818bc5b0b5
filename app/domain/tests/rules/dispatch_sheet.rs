//! The dispatch sheet: which dispatches stand on the sheet of a day, and what came of them.

use domain::{
    command::Command,
    dispatch_sheet::{Outcome, rows},
    time::{DAY, HOUR},
};

use crate::centre::{Centre, FIRST, SECOND, START, zhao};

fn day() -> (domain::Timestamp, domain::Timestamp) {
    (START.plus(-12 * HOUR), START.plus(12 * HOUR))
}

#[test]
fn a_dispatch_stands_on_the_sheet_of_the_day_it_is_planned_for() {
    let mut centre = Centre::submitted();
    centre.assign(FIRST, &zhao()).expect("assigned");
    let request = centre.request().clone();
    let sheet = |day| rows(std::iter::once(&request), day, |_| None);
    let found = sheet(day());
    assert_eq!(found.len(), 1);
    let row = &found[0];
    assert_eq!((row.engineer_name.as_str(), row.outcome, row.returned_at), ("赵勇", Outcome::Open, None));
    assert_eq!((&row.unit, &row.request_number), (&request.unit, &request.number));
    let (from, until) = day();
    assert_eq!(sheet((from.plus(DAY), until.plus(DAY))), []);
}

#[test]
fn who_did_not_go_stays_on_the_sheet_beside_who_went_instead() {
    let mut centre = Centre::submitted();
    centre.assign(FIRST, &zhao()).expect("assigned");
    centre.office(Command::Recall { dispatch: FIRST, reason: "改派".to_owned() }).expect("taken back");
    centre.assign(SECOND, &zhao()).expect("assigned again");
    let request = centre.request().clone();
    let found = rows(std::iter::once(&request), day(), |_| None);
    let outcomes: Vec<Outcome> = found.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, [Outcome::NotCarriedOut, Outcome::Open]);
}
