//! The duty roster: turns are fair, nobody who can't come is asked, and what changes says why (HOT-1).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::{Asia::Shanghai, Tz};
use domain::{
    PersonId, Timestamp,
    availability::{Absence, AbsenceKind},
    calendar::{CalendarData, LocalTime, WorkCalendar},
    people::{Actor, Colleague, Person, Role},
    roster::{
        Exchange, GapReason, Month, Post, Roster, RosterState, Turn, Wanted, WantedExchange, double_bookings, gaps,
        propose, revise, rows,
    },
    time::DAY,
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::centre::zhao;

const NOW: Timestamp = Timestamp(1_795_415_000_000);

fn calendar() -> WorkCalendar<Tz> {
    WorkCalendar::new(CalendarData::centre(), Shanghai)
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn staff(number: u128, role: Role) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(number)),
        name: format!("{}{number}", role.word()),
        roles: vec![role],
        ..zhao()
    }
}

/// So many engineers, and two managers: one who plans and one who reviews.
fn people(engineers: u128) -> Vec<Person> {
    let engineers = (0..engineers).map(|number| staff(100 + number, Role::Field));
    [staff(1, Role::SupportManager), staff(2, Role::DutyManager)].into_iter().chain(engineers).collect()
}

fn support() -> Actor {
    Actor::from(&staff(1, Role::SupportManager))
}

fn duty() -> Actor {
    Actor::from(&staff(2, Role::DutyManager))
}

fn proposed(text: &str, people: &[Person], earlier: Option<&Roster>) -> Roster {
    let empty = Roster::empty(month(text));
    Roster { turns: propose(&empty, earlier, &calendar(), people), ..empty }
}

/// A month that was planned and reviewed.
fn reviewed(people: &[Person]) -> Roster {
    let draft = proposed("2026-11", people, None);
    let prepared =
        revise(&draft, &Wanted { state: RosterState::Prepared, ..Wanted::from(&draft) }, &support(), NOW, people);
    let prepared = prepared.expect("prepared");
    let wanted = Wanted { state: RosterState::Reviewed, ..Wanted::from(&prepared) };
    revise(&prepared, &wanted, &duty(), NOW, people).expect("reviewed")
}

fn away(person: Person, first: NaiveDate, days: i64) -> Person {
    let from = calendar().instant(first, LocalTime::MIDNIGHT).expect("an instant");
    let absence = Absence { from, until: from.plus(days * DAY), kind: AbsenceKind::Leave, note: String::new() };
    Person { absences: vec![absence], ..person }
}

/// How many turns everybody has of each kind.
fn counts(turns: &[Turn], people: &[Person], post: Post, of_days_off: bool) -> Vec<usize> {
    let holders = people.iter().filter(|person| post.is_for(person));
    let is_of_kind = |turn: &&Turn| turn.post == post && calendar().is_working_day(turn.date) != of_days_off;
    let mut by_person: BTreeMap<PersonId, usize> = holders.map(|person| (person.id, 0)).collect();
    for turn in turns.iter().filter(is_of_kind) {
        *by_person.get_mut(&turn.who.person).expect("somebody who may") += 1;
    }
    by_person.into_values().collect()
}

fn spread(counts: &[usize]) -> usize {
    counts.iter().max().copied().unwrap_or_default() - counts.iter().min().copied().unwrap_or_default()
}

#[test]
fn a_working_day_has_three_shifts_and_a_manager_a_day_off_one_and_a_manager() {
    let people = people(5);
    let roster = proposed("2026-11", &people, None);
    let posts = |date: &str| -> Vec<Post> {
        roster.turns.iter().filter(|turn| turn.date == day(date)).map(|turn| turn.post).collect()
    };
    assert_eq!(posts("2026-11-23"), [Post::Manager, Post::Day, Post::Noon, Post::Late]);
    assert_eq!(posts("2026-11-22"), [Post::Manager, Post::Weekend]);
    assert_eq!(gaps(&roster, &calendar(), &people), []);
    let october = proposed("2026-10", &people, None);
    let is_of = |date: &str, post| october.planned(day(date), post).is_some();
    assert!(is_of("2026-10-01", Post::Weekend) && !is_of("2026-10-01", Post::Day), "a public holiday");
    assert!(is_of("2026-10-10", Post::Day) && !is_of("2026-10-10", Post::Weekend), "a make-up Saturday");
}

#[test]
fn who_is_away_or_does_not_work_that_day_is_not_asked() {
    let mut people = people(3);
    people[2] = away(people[2].clone(), day("2026-11-02"), 7);
    let mut week = CalendarData::centre().weekly;
    week[4].clear();
    people[3].working_hours = Some(week);
    people[4].active = false;
    let roster = proposed("2026-11", &people, None);
    let days = |person: &Person| -> Vec<String> {
        let own = roster.turns.iter().filter(|turn| turn.who.person == person.id);
        own.map(|turn| turn.date.to_string()).collect()
    };
    assert!(days(&people[2]).iter().all(|day| !("2026-11-02".."2026-11-09").contains(&day.as_str())));
    for friday in ["2026-11-06", "2026-11-13", "2026-11-20", "2026-11-27"] {
        assert!(!days(&people[3]).contains(&friday.to_owned()), "{friday}");
    }
    assert!(days(&people[3]).contains(&"2026-11-07".to_owned()), "a Saturday is in nobody's week");
    assert!(days(&people[4]).is_empty());
    let first = gaps(&roster, &calendar(), &people).into_iter().next().expect("one engineer can't do both");
    assert_eq!((first.date, first.post, first.reason), (day("2026-11-02"), Post::Noon, GapReason::Nobody));
}

#[test]
fn what_stands_stays_and_only_what_is_open_is_filled() {
    let mut people = people(4);
    let roster = proposed("2026-11", &people, None);
    let monday = day("2026-11-23");
    let chosen = roster.planned(monday, Post::Day).expect("somebody").person;
    let place = people.iter().position(|person| person.id == chosen).expect("known");
    people[place] = away(people[place].clone(), monday, 1);
    let again = Roster { turns: propose(&roster, None, &calendar(), &people), ..roster.clone() };
    let changed: Vec<&Turn> = again.turns.iter().filter(|turn| !roster.turns.contains(turn)).collect();
    assert!(!changed.is_empty() && changed.iter().all(|turn| turn.date == monday), "{changed:?}");
    assert_ne!(again.planned(monday, Post::Day).expect("somebody else").person, chosen);
    assert_eq!(gaps(&again, &calendar(), &people), []);
}

#[test]
fn a_gap_says_why_and_somebody_in_two_places_is_named() {
    let mut people = people(4);
    let mut roster = proposed("2026-11", &people, None);
    assert_eq!(double_bookings(&roster), []);
    let monday = day("2026-11-23");
    let at = |roster: &Roster, post| roster.turns.iter().position(|turn| (turn.date, turn.post) == (monday, post));
    let on_day = roster.planned(monday, Post::Day).expect("somebody").clone();
    let noon = at(&roster, Post::Noon).expect("a turn");
    roster.turns[noon].who = on_day.clone();
    let late = at(&roster, Post::Late).expect("a turn");
    roster.turns.remove(late);
    let found = double_bookings(&roster);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].date, &found[0].who), (monday, &on_day));
    assert_eq!(found[0].posts, [Post::Day, Post::Noon]);
    let found = gaps(&roster, &calendar(), &people);
    assert_eq!(found.iter().map(|gap| (gap.post, gap.reason)).collect::<Vec<_>>(), [(Post::Late, GapReason::Nobody)]);
    let place = people.iter().position(|person| person.id == on_day.person).expect("known");
    people[place] = away(people[place].clone(), monday, 1);
    let reasons: Vec<GapReason> = gaps(&roster, &calendar(), &people).iter().map(|gap| gap.reason).collect();
    assert_eq!(reasons, [GapReason::Away, GapReason::Away, GapReason::Nobody]);
    people.remove(place);
    assert!(gaps(&roster, &calendar(), &people).iter().any(|gap| gap.reason == GapReason::Gone));
}

#[test]
fn a_place_is_exchanged_with_its_reason_and_the_plan_stays_to_be_read() {
    let people = people(4);
    let roster = reviewed(&people);
    let monday = day("2026-11-23");
    let from = roster.planned(monday, Post::Late).expect("somebody").clone();
    let to = people.iter().find(|person| Post::Late.is_for(person) && person.id != from.person).expect("another");
    let exchange = |reason: &str, to| WantedExchange { date: monday, post: Post::Late, to, reason: reason.to_owned() };
    let wanted = |exchange| Wanted { exchanges: vec![exchange], ..Wanted::from(&roster) };
    let ask = |exchange| revise(&roster, &wanted(exchange), &duty(), NOW, &people);
    let kept = ask(exchange(" 孩子发烧 ", Some(to.id))).expect("kept");
    let expected = Exchange {
        date: monday,
        post: Post::Late,
        from: Some(from.clone()),
        to: Some(Colleague { person: to.id, name: to.name.clone() }),
        reason: "孩子发烧".to_owned(),
        by: duty().person,
        by_name: duty().name,
        at: NOW,
    };
    assert_eq!(kept.exchanges, [expected]);
    assert_eq!(kept.planned(monday, Post::Late), Some(&from));
    assert_eq!(kept.on_duty(monday, Post::Late).map(|who| who.person), Some(to.id));
    let row = rows(&kept, &calendar()).into_iter().find(|row| row.date == monday).expect("a row");
    let late = row.duties.iter().find(|duty| duty.post == Post::Late).expect("the duty");
    assert_eq!((&late.name, late.changed_to.as_ref()), (&from.name, Some(&to.name)));
    let later = revise(&kept, &Wanted::from(&kept), &support(), NOW.plus(DAY), &people).expect("as it is");
    assert_eq!(later, kept, "what stands keeps who did it and when");
    let back = revise(&kept, &Wanted::from(&roster), &duty(), NOW, &people).expect("taken back");
    assert_eq!(back, roster);

    let word = |exchange| ask(exchange).map_err(|mistake| mistake.word).expect_err("refused");
    assert_eq!(word(exchange("  ", Some(to.id))), "missing");
    assert_eq!(word(exchange(&"长".repeat(201), Some(to.id))), "invalid");
    assert_eq!(word(exchange("换", Some(from.person))), "same_person");
    assert_eq!(word(exchange("换", Some(duty().person))), "not_for_this_duty");
    let nobody = ask(exchange("病了", None)).expect("kept");
    assert_eq!(gaps(&nobody, &calendar(), &people).len(), 1);
}

#[test]
fn the_month_goes_from_draft_to_archive_one_step_at_a_time_by_those_who_may() {
    let people = people(4);
    let draft = proposed("2026-11", &people, None);
    let to = |roster: &Roster, state, by: &Actor| {
        let wanted = Wanted { state, ..Wanted::from(roster) };
        revise(roster, &wanted, by, NOW, &people).map_err(|mistake| mistake.word)
    };
    let without_plan = Roster::empty(month("2026-11"));
    assert_eq!(to(&without_plan, RosterState::Prepared, &support()), Err("missing"));
    assert_eq!(to(&draft, RosterState::Prepared, &duty()), Err("makers_only"));
    assert_eq!(to(&draft, RosterState::Reviewed, &support()), Err("wrong_step"));
    let prepared = to(&draft, RosterState::Prepared, &support()).expect("prepared");
    assert_eq!(to(&prepared, RosterState::Reviewed, &support()), Err("own_work"));
    let reviewed = to(&prepared, RosterState::Reviewed, &duty()).expect("reviewed");
    assert_eq!(to(&reviewed, RosterState::Archived, &duty()), Err("makers_only"));
    let archived = to(&reviewed, RosterState::Archived, &support()).expect("archived");
    let names = |roster: &Roster| {
        let row = rows(roster, &calendar()).into_iter().next().expect("a row");
        [row.prepared_by, row.reviewed_by, row.archived_by]
    };
    assert_eq!(names(&archived), [support().name, duty().name, support().name]);
    assert_eq!(to(&archived, RosterState::Reviewed, &support()), Ok(reviewed.clone()));
    assert_eq!(to(&reviewed, RosterState::Prepared, &duty()), Ok(prepared.clone()));
    assert_eq!(to(&prepared, RosterState::Draft, &support()), Ok(draft.clone()));

    let mut wanted = Wanted::from(&prepared);
    wanted.turns.pop();
    let refused = |roster: &Roster, wanted: &Wanted, by: &Actor| {
        revise(roster, wanted, by, NOW, &people).map_err(|mistake| mistake.word).expect_err("refused")
    };
    assert_eq!(refused(&prepared, &wanted, &support()), "wrong_step", "the plan stands once it is prepared");
    assert_eq!(refused(&draft, &Wanted { state: RosterState::Draft, ..wanted }, &duty()), "makers_only");
    let nobody = WantedExchange { date: day("2026-11-23"), post: Post::Day, to: None, reason: "病了".to_owned() };
    let ill = |roster: &Roster| Wanted { exchanges: vec![nobody.clone()], ..Wanted::from(roster) };
    assert_eq!(refused(&archived, &ill(&archived), &support()), "wrong_step");
    assert_eq!(refused(&draft, &ill(&draft), &support()), "wrong_step");
    let changed = revise(&prepared, &ill(&prepared), &duty(), NOW, &people).expect("changed");
    assert_eq!(to(&changed, RosterState::Draft, &support()), Err("has_exchanges"));
}

#[test]
fn a_place_outside_the_month_or_named_twice_is_refused_and_who_has_left_may_stay_named() {
    let mut people = people(3);
    let draft = proposed("2026-11", &people, None);
    let mut wanted = Wanted::from(&draft);
    wanted.turns.push(wanted.turns[0]);
    let word = |wanted: &Wanted, people: &[Person]| {
        revise(&draft, wanted, &support(), NOW, people).map_err(|mistake| mistake.word).expect_err("refused")
    };
    assert_eq!(word(&wanted, &people), "invalid");
    wanted.turns.pop();
    wanted.turns[0].date = day("2026-12-01");
    assert_eq!(word(&wanted, &people), "out_of_range");
    let gone = draft.turns[0].who.person;
    people.retain(|person| person.id != gone);
    let mut wanted = Wanted::from(&draft);
    wanted.turns.pop();
    assert!(revise(&draft, &wanted, &support(), NOW, &people).is_ok());
    wanted.turns[1].person = gone;
    assert_eq!(word(&wanted, &people), "not_for_this_duty");
}

prop_compose! {
    /// A month of the years around.
    fn any_month()(year in 2025..2029, number in 1u32..=12) -> Month {
        Month::of(NaiveDate::from_ymd_opt(year, number, 1).expect("a day"))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// When everybody can always come, turns of a kind differ by one; noon and late by two, since nobody does them beside
    /// the day. Over two months the turns of the day still differ by one only.
    #[test]
    fn turns_are_equal_and_stay_equal_over_the_end_of_the_month(month in any_month(), engineers in 2u128..9) {
        let people = people(engineers);
        let first = Roster::empty(month);
        let first = Roster { turns: propose(&first, None, &calendar(), &people), ..first };
        let second = Roster::empty(month.next());
        let second = Roster { turns: propose(&second, Some(&first), &calendar(), &people), ..second };
        for roster in [&first, &second] {
            prop_assert_eq!(gaps(roster, &calendar(), &people), vec![]);
            prop_assert_eq!(double_bookings(roster), vec![]);
            for post in Post::ALL {
                let allowed = if matches!(post, Post::Noon | Post::Late) { 2 } else { 1 };
                for of_days_off in [false, true] {
                    let counts = counts(&roster.turns, &people, post, of_days_off);
                    prop_assert!(spread(&counts) <= allowed, "{:?} {}: {:?}", post, of_days_off, counts);
                }
            }
        }
        let both = [first.turns, second.turns].concat();
        for (post, of_days_off) in [(Post::Day, false), (Post::Weekend, true), (Post::Manager, false), (Post::Manager, true)] {
            let counts = counts(&both, &people, post, of_days_off);
            prop_assert!(spread(&counts) <= 1, "{:?} over both: {:?}", post, counts);
        }
    }

    /// Whoever is away, nobody is asked who can't come, nobody is in two places, and the same question has one answer.
    #[test]
    fn a_proposal_asks_only_who_can_come(
        month in any_month(),
        engineers in 1u128..6,
        absences in prop::collection::vec((0usize..8, 0i64..31, 1i64..15), 0..6),
        backwards in any::<bool>(),
    ) {
        let mut people = people(engineers);
        for (person, first, days) in absences {
            if let Some(known) = people.get_mut(person) {
                let first = month.first() + chrono::Days::new(first.unsigned_abs());
                *known = away(known.clone(), first, days);
            }
        }
        let empty = Roster::empty(month);
        let turns = propose(&empty, None, &calendar(), &people);
        let mut others = people.clone();
        if backwards {
            others.reverse();
        }
        prop_assert_eq!(&propose(&empty, None, &calendar(), &others), &turns);
        let roster = Roster { turns, ..empty };
        prop_assert!(gaps(&roster, &calendar(), &people).iter().all(|gap| gap.reason == GapReason::Nobody));
        prop_assert_eq!(double_bookings(&roster), vec![]);
        prop_assert_eq!(&propose(&roster, None, &calendar(), &people), &roster.turns, "what is full stays");
        let wanted = Wanted::from(&roster);
        let kept = revise(&Roster::empty(month), &wanted, &support(), NOW, &people);
        prop_assert_eq!(kept.map(|kept| kept.turns), Ok(roster.turns));
    }
}
