//! The rules on concrete dates, their wire forms, and a clock's life.

use chrono_tz::{Asia, Tz};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{calendar::CalendarData, time::Attested};

const SOMEBODY: PersonId = PersonId(Uuid::nil());

fn calendar(name: &str) -> WorkCalendar<Tz> {
    let data = CalendarData::predefined().into_iter().find(|data| data.name == name).expect("a predefined calendar");
    WorkCalendar::new(data, Asia::Shanghai)
}

/// `2026-02-14 08:30` in Shanghai.
fn at(local: &str) -> Timestamp {
    let (date, time) = local.split_once(' ').expect("date and time");
    format!("{date}T{time}:00+08:00").parse().expect("valid")
}

fn ask(rule: &str, started: &str, tier: &str, calendar_name: &str) -> Deadline {
    let question = Question { rule, started: at(started), distance_km: Some(12.0), tier };
    deadline(&default_rules(), &question, &calendar(calendar_name)).expect("a deadline")
}

fn local(at: Timestamp) -> String {
    at.to_utc().with_timezone(&Asia::Shanghai).format("%Y-%m-%d %H:%M").to_string()
}

/// Each case: rule, started, tier, calendar, due, warn.
fn check(cases: &[[&str; 6]]) {
    for [rule, started, tier, calendar, due, warn] in cases {
        let answer = ask(rule, started, tier, calendar);
        assert_eq!([local(answer.due), local(answer.warn)], [*due, *warn], "{rule} from {started}, {tier}");
    }
}

#[test]
fn elapsed_limits_run_through_nights_and_holidays() {
    check(&[
        ["onsite.contact", "2026-03-06 18:00", "premium", "centre", "2026-03-07 10:00", "2026-03-07 06:00"],
        ["onsite.contact", "2026-03-06 18:00", "standard", "centre", "2026-03-07 10:00", "2026-03-07 06:00"],
        ["call.answer", "2026-02-17 23:00", "none", "centre", "2026-02-18 02:00", "2026-02-18 01:15"],
        ["unresolved.chase_hq", "2026-02-17 23:00", "", "centre", "2026-02-19 23:00", "2026-02-19 11:00"],
        ["fees.hand_in", "2026-03-06 16:00", "", "centre", "2026-03-07 00:00", "2026-03-06 22:00"],
        ["complaint.person", "2026-03-06 00:00", "", "centre", "2026-03-08 00:00", "2026-03-07 12:00"],
    ]);
}

#[test]
fn arrival_moves_to_the_next_opening_but_not_for_premium() {
    check(&[
        ["onsite.arrive_near", "2026-03-05 10:00", "standard", "centre", "2026-03-06 10:00", "2026-03-06 04:00"],
        ["onsite.arrive_near", "2026-03-05 12:30", "standard", "centre", "2026-03-06 13:30", "2026-03-06 06:30"],
        ["onsite.arrive_near", "2026-03-05 17:30", "standard", "centre", "2026-03-06 17:30", "2026-03-06 11:30"],
        ["onsite.arrive_near", "2026-03-05 17:31", "standard", "centre", "2026-03-09 08:30", "2026-03-06 11:31"],
        ["onsite.arrive_near", "2026-03-06 16:00", "standard", "centre", "2026-03-09 08:30", "2026-03-07 10:00"],
        ["onsite.arrive_near", "2026-03-06 16:00", "premium", "centre", "2026-03-07 16:00", "2026-03-07 10:00"],
        ["onsite.arrive_near", "2026-03-06 16:00", "standard", "7x24", "2026-03-07 16:00", "2026-03-07 10:00"],
        ["onsite.arrive_near", "2026-02-13 16:00", "standard", "centre", "2026-02-14 16:00", "2026-02-14 10:00"],
        ["onsite.arrive_near", "2026-02-14 16:00", "standard", "centre", "2026-02-24 08:30", "2026-02-15 10:00"],
        ["onsite.arrive_far", "2026-03-05 10:00", "none", "centre", "2026-03-09 08:30", "2026-03-06 22:00"],
    ]);
}

#[test]
fn service_hours_count_only_what_is_served() {
    check(&[
        ["web.reply", "2026-03-06 16:30", "standard", "5x8", "2026-03-09 09:30", "2026-03-09 09:00"],
        ["web.reply", "2026-03-06 16:30", "standard", "6x8", "2026-03-07 09:30", "2026-03-07 09:00"],
        ["web.reply", "2026-03-06 19:00", "standard", "7x12", "2026-03-07 09:00", "2026-03-07 08:30"],
        ["web.reply", "2026-03-06 15:30", "standard", "5x8", "2026-03-06 17:30", "2026-03-06 17:00"],
        ["request.verify", "2026-02-14 17:00", "standard", "5x8", "2026-02-24 09:00", "2026-02-14 17:30"],
    ]);
}

#[test]
fn working_days_follow_the_calendar_of_the_centre() {
    check(&[
        ["onsite.contact_basic", "2026-03-06 08:00", "standard", "centre", "2026-03-09 12:00", "2026-03-09 09:15"],
        ["onsite.contact_basic", "2026-03-06 18:00", "standard", "centre", "2026-03-09 12:00", "2026-03-09 11:07"],
        ["onsite.contact_basic", "2026-02-14 09:00", "premium", "centre", "2026-02-24 12:00", "2026-02-24 09:22"],
        ["onsite.arrive_basic", "2026-02-13 16:00", "none", "centre", "2026-02-24 16:00", "2026-02-24 10:45"],
        ["onsite.arrive_basic", "2026-03-07 10:00", "none", "centre", "2026-03-11 08:30", "2026-03-10 13:45"],
        ["onsite.review", "2026-03-06 09:00", "", "centre", "2026-03-09 17:30", "2026-03-09 08:45"],
        ["custody.to_office", "2026-03-06 23:00", "", "centre", "2026-03-09 10:00", "2026-03-09 09:37"],
        ["unresolved.to_hq", "2026-03-06 15:30", "", "centre", "2026-03-06 17:30", "2026-03-06 17:00"],
        ["records.seal", "2026-09-30 16:00", "", "centre", "2026-10-10 16:00", "2026-10-10 08:52"],
    ]);
}

#[test]
fn a_move_over_spring_festival_explains_itself() {
    let answer = ask("onsite.arrive_near", "2026-02-14 16:00", "standard", "centre");
    let holidays =
        ["16", "17", "18", "19", "20", "23"].map(|day| json!({"kind": "holiday", "date": format!("2026-02-{day}")}));
    let mut expected = vec![
        json!({"kind": "started", "at": "2026-02-14T08:00:00.000Z"}),
        json!({"kind": "limit", "unit": "hours", "amount": 24}),
        json!({"kind": "distance", "km": 12.0, "limit_km": 30.0, "rule": "onsite.arrive_near"}),
        json!({"kind": "counted_on", "calendar": "clock"}),
        json!({"kind": "moved_to_opening", "from": "2026-02-15T08:00:00.000Z", "to": "2026-02-24T00:30:00.000Z"}),
    ];
    expected.extend(holidays);
    let wire = serde_json::to_value(&answer).expect("writes");
    assert_eq!(wire["reasons"], json!(expected));
    assert_eq!(serde_json::from_value::<Deadline>(wire).expect("reads"), answer);
}

#[test]
fn an_unpublished_year_a_tier_and_a_start_outside_hours_are_said() {
    let answer = ask("web.reply", "2026-12-31 18:00", "standard", "5x8");
    let counting_from = at("2027-01-01 08:30");
    assert_eq!(
        answer.reasons[2..],
        [
            Reason::Tier { tier: "standard".to_owned() },
            Reason::CountedOn { calendar: "5x8".to_owned() },
            Reason::OutsideHours { counting_from },
            Reason::YearNotPublished { year: 2027 },
        ]
    );
    let premium = ask("onsite.arrive_far", "2026-03-06 16:00", "premium", "centre");
    assert_eq!(premium.reasons.last(), Some(&Reason::NotMoved { tier: "premium".to_owned() }));
}

#[test]
fn the_tier_and_the_distance_choose_the_rules() {
    let mut rules = default_rules();
    for (tier, km, expected) in [
        ("premium", Some(30.0), [CONTACT, ARRIVE_NEAR]),
        ("premium", Some(30.1), [CONTACT, ARRIVE_FAR]),
        ("standard", Some(0.0), [CONTACT_BASIC, ARRIVE_NEAR]),
        ("none", Some(31.0), [CONTACT_BASIC, ARRIVE_FAR]),
        ("none", None, [CONTACT_BASIC, ARRIVE_NEAR]),
    ] {
        assert_eq!(rules_for(&rules, tier, km), expected, "{tier} {km:?}");
    }
    let basic = rules.iter_mut().find(|rule| rule.id == ARRIVE_BASIC).expect("a row");
    basic.default_for = DefaultFor::Tiers(vec!["none".to_owned()]);
    assert_eq!(rules_for(&rules, "none", Some(31.0)), [CONTACT_BASIC, ARRIVE_BASIC]);
    let rules = DeadlineSettings { near_limit_km: 50.0 }.rules();
    assert_eq!(rules_for(&rules, "standard", Some(31.0)), [CONTACT_BASIC, ARRIVE_NEAR]);
}

#[test]
fn rules_are_configuration_and_read_back() {
    let rules = default_rules();
    let wire = serde_json::to_value(&rules).expect("writes");
    assert_eq!(
        wire[17],
        json!({
            "id": "onsite.arrive_near", "limit": {"unit": "hours", "amount": 24}, "calendar": "clock_to_opening",
            "default_for": "all", "warn_percent": 75, "reach": {"reach": "up_to", "km": 30.0}, "stays_for": ["premium"],
        })
    );
    assert_eq!(wire[16]["limit"], json!({"unit": "next_working_day_at", "amount": "12:00"}));
    assert_eq!(wire[16]["default_for"], json!({"tiers": ["standard"]}));
    assert_eq!(serde_json::from_value::<Vec<ClockRule>>(wire).expect("reads"), rules);
}

#[test]
fn a_question_without_an_answer_says_why() {
    let ask = |rule| {
        let question = Question { rule, started: Timestamp(0), distance_km: None, tier: "" };
        deadline(&default_rules(), &question, &calendar("centre")).expect_err("no deadline")
    };
    assert_eq!(ask("tea.break"), DeadlineError::UnknownRule("tea.break".to_owned()));
    assert_eq!(ask("call.ring"), DeadlineError::NotATime("call.ring".to_owned()));
}

/// Runs from 0 h to 4 h, amber from 3 h.
fn clock() -> Clock {
    let question = Question { rule: "call.answer", started: Timestamp(0), distance_km: None, tier: "" };
    Clock::start(&question, Deadline { due: Timestamp(4 * HOUR), warn: Timestamp(3 * HOUR), reasons: Vec::new() })
}

fn hour(hour: i64) -> Timestamp {
    Timestamp(hour * HOUR)
}

#[test]
fn a_clock_is_kept_up_to_its_due_time_by_the_time_that_counts() {
    for (at, proven, state) in [
        (hour(4), true, ClockState::Kept),
        (hour(4).plus(1), true, ClockState::Missed),
        (hour(1), false, ClockState::Kept),
        (hour(5), false, ClockState::Missed),
    ] {
        let mut clock = clock();
        clock.stop(Attested { at, proven }).expect("runs");
        assert_eq!((clock.state, clock.stopped, clock.proven), (state, Some(at), proven));
        assert_eq!(clock.stop(Attested { at, proven }), Err(ClockError::Stopped));
        assert_eq!(clock.change_due(hour(9), "later", SOMEBODY), Err(ClockError::Stopped));
    }
}

#[test]
fn a_clock_turns_amber_then_red() {
    let mut clock = clock();
    let phases = [0, 2, 3, 4, 5].map(|at| clock.phase(hour(at)));
    assert_eq!(phases, [Phase::Calm, Phase::Calm, Phase::Soon, Phase::Soon, Phase::Late]);
    clock.cancel(hour(5)).expect("runs");
    assert_eq!((clock.state, clock.phase(hour(9))), (ClockState::Cancelled, Phase::Calm));
}

#[test]
fn a_pause_moves_due_time_and_warning_by_its_length() {
    let mut clock = clock();
    assert_eq!(clock.pause(hour(1), " ", SOMEBODY), Err(ClockError::ReasonMissing));
    clock.pause(hour(1), "customer's wish", SOMEBODY).expect("runs");
    assert_eq!(clock.pause(hour(2), "again", SOMEBODY), Err(ClockError::AlreadyPaused));
    assert_eq!(clock.phase(hour(9)), Phase::Calm);
    clock.resume(hour(3)).expect("paused");
    assert_eq!(clock.resume(hour(3)), Err(ClockError::NotPaused));
    assert_eq!((clock.due, clock.warn, clock.state), (hour(6), hour(5), ClockState::Running));
    let reason = "customer's wish".to_owned();
    assert_eq!(clock.reasons, [Reason::Paused { from: hour(1), to: hour(3), reason, by: SOMEBODY }]);
}

#[test]
fn stopping_ends_a_pause_and_a_pause_saves_nothing_that_was_late() {
    let mut paused = clock();
    paused.pause(hour(3), "waits for a part", SOMEBODY).expect("runs");
    paused.stop(Attested { at: hour(8), proven: true }).expect("paused");
    assert_eq!((paused.state, paused.due, paused.pauses[0].to), (ClockState::Kept, hour(9), Some(hour(8))));

    let mut late = clock();
    late.pause(hour(6), "too late", SOMEBODY).expect("runs");
    late.resume(hour(9)).expect("paused");
    late.stop(Attested { at: hour(5), proven: true }).expect("runs");
    assert_eq!((late.state, late.due), (ClockState::Missed, hour(4)));
}

#[test]
fn a_due_time_changed_by_hand_needs_a_reason_and_keeps_the_share_of_the_warning() {
    let mut clock = clock();
    assert_eq!(clock.change_due(hour(8), "", SOMEBODY), Err(ClockError::ReasonMissing));
    clock.change_due(hour(8), "agreed by phone", SOMEBODY).expect("runs");
    assert_eq!((clock.due, clock.warn), (hour(8), hour(6)));
    let wire = serde_json::to_value(&clock).expect("writes");
    assert_eq!(wire["state"], json!("running"));
    assert_eq!(wire["reasons"][0]["kind"], json!("changed_by_hand"));
    assert_eq!(serde_json::from_value::<Clock>(wire).expect("reads"), clock);
}

proptest! {
    #[test]
    fn every_rule_warns_after_the_start_and_not_after_the_due_time(
        row in 0usize..36, minute in 0i64..500_000, name in 0usize..5, premium: bool,
    ) {
        let rules = default_rules();
        let rule = &rules[row];
        let calendar = WorkCalendar::new(CalendarData::predefined()[name].clone(), Asia::Shanghai);
        let started = at("2026-01-01 00:00").plus(minute * MINUTE);
        let tier = if premium { "premium" } else { "standard" };
        let question = Question { rule: &rule.id, started, distance_km: Some(12.0), tier };
        match deadline(&rules, &question, &calendar) {
            Ok(answer) => {
                prop_assert!(started <= answer.warn && answer.warn <= answer.due);
                let moves = rule.calendar == RuleCalendar::ClockToOpening && !premium;
                let open = calendar.is_open(answer.due) || calendar.is_open(answer.due.plus(-1));
                prop_assert!(open || !moves, "{}", answer.due);
            }
            Err(error) => prop_assert_eq!(error, DeadlineError::NotATime("call.ring".to_owned())),
        }
    }

    #[test]
    fn who_asks_later_is_not_due_earlier(row in 0usize..36, minute in 0i64..500_000, later in 0i64..10_000) {
        let rules = default_rules();
        let centre = calendar("centre");
        let due = |started| {
            let question = Question { rule: &rules[row].id, started, distance_km: None, tier: "standard" };
            deadline(&rules, &question, &centre).map(|answer| answer.due)
        };
        prop_assume!(rules[row].id != "call.ring");
        let started = at("2026-01-01 00:00").plus(minute * MINUTE);
        let due = |started| due(started).expect("a deadline");
        prop_assert!(due(started) <= due(started.plus(later * MINUTE)));
    }
}
