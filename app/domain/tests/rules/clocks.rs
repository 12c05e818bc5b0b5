//! Clocks by hand, and clocks that hear late of what was done in time (clocks.md, SYN-12).

use domain::{
    Rejection,
    command::Command,
    deadline::{Clock, ClockState, Phase, Reason},
    time::{Attested, HOUR},
};

use crate::centre::{Centre, FIRST, START, appoint};

const ARRIVE: &str = "onsite.arrive_near";

fn rule() -> String {
    ARRIVE.to_owned()
}

fn pause(reason: &str) -> Command {
    Command::PauseClock { rule: rule(), reason: reason.to_owned() }
}

fn arrival(centre: &Centre) -> &Clock {
    centre.request().clocks.iter().find(|clock| clock.rule == ARRIVE).expect("a clock")
}

#[test]
fn a_paused_clock_keeps_its_colour_and_its_due_time_moves_by_the_pause() {
    let mut centre = Centre::submitted();
    assert_eq!(centre.office(pause(" ")).map(drop), Err(Rejection::Missing { pointer: "/command/reason".to_owned() }));
    centre.now = START.plus(2 * HOUR);
    centre.office(pause("客户要求改期")).expect("paused");
    assert_eq!(arrival(&centre).state, ClockState::Paused);
    assert_eq!(arrival(&centre).phase(START.plus(90 * HOUR)), Phase::Calm);
    assert!(centre.office(pause("再来")).is_err(), "paused twice");
    centre.now = START.plus(12 * HOUR);
    centre.office(Command::ResumeClock { rule: rule() }).expect("runs again");
    let pause = &arrival(&centre).pauses[0];
    let length = pause.to.expect("it is over").since(pause.from);
    assert_eq!(arrival(&centre).due, arrival(&centre).started.plus(24 * HOUR + length));
    assert!(length >= 10 * HOUR);
    assert!(matches!(arrival(&centre).reasons.last(), Some(Reason::Paused { .. })));
    assert!(centre.office(Command::ResumeClock { rule: rule() }).is_err(), "it runs already");
}

#[test]
fn a_due_time_changed_by_hand_lies_ahead_and_says_what_was_promised_before() {
    let mut centre = Centre::submitted();
    let change = |due, reason: &str| Command::ChangeDue { rule: rule(), due, reason: reason.to_owned() };
    let due = START.plus(48 * HOUR);
    assert!(centre.office(change(START.plus(-HOUR), "晚了")).is_err());
    assert!(centre.office(change(START.plus(400 * 24 * HOUR), "明年")).is_err());
    assert!(centre.office(change(due, "")).is_err());
    centre.office(change(due, "与客户商定")).expect("changed");
    let clock = arrival(&centre);
    let half = clock.started.plus(due.since(clock.started) / 2);
    assert_eq!((clock.due, clock.warn), (due, half), "the warning keeps its share");
    let promised = clock.started.plus(24 * HOUR);
    assert!(matches!(clock.reasons.last(), Some(Reason::ChangedByHand { from, .. }) if *from == promised));
}

#[test]
fn an_unknown_or_stopped_clock_cannot_be_paused() {
    let mut centre = Centre::on_site();
    let unknown = Command::PauseClock { rule: "tea.break".to_owned(), reason: "茶".to_owned() };
    assert_eq!(centre.office(unknown).map(drop), Err(Rejection::Invalid { pointer: "/command/rule".to_owned() }));
    assert_eq!(centre.office(pause("到了")).map(drop), Err(Rejection::WrongState { state: "clock_kept".to_owned() }));
}

#[test]
fn a_call_made_in_time_without_a_network_keeps_the_clock_although_it_is_heard_of_too_late() {
    let mut centre = Centre::dispatched();
    centre.premises(FIRST, Command::Confirm).expect("confirmed");
    centre.now = START.plus(3 * HOUR);
    let made = centre.premises(FIRST, appoint(START.plus(5 * HOUR))).expect("appointed");
    let mut contact = centre.request().clocks.iter().find(|clock| clock.rule == "onsite.contact").cloned();
    let contact = contact.as_mut().expect("a clock");
    assert!(!made.facts.is_empty());
    let stopped = contact.stopped.expect("it was stopped").since(START);
    assert_eq!((contact.state, stopped / HOUR), (ClockState::Kept, 3));
}

/// Runs for four hours from the start.
fn running() -> Clock {
    let mut clock = arrival(&Centre::submitted()).clone();
    (clock.due, clock.warn) = (START.plus(4 * HOUR), START.plus(3 * HOUR));
    clock
}

#[test]
fn what_happened_first_stops_a_clock_in_whatever_order_it_is_heard_of() {
    let at = |hour: i64, proven| Attested { at: START.plus(hour * HOUR), proven };
    for (first, then, state, stopped) in [
        (at(6, true), at(2, true), ClockState::Kept, 2),
        (at(2, true), at(6, true), ClockState::Kept, 2),
        (at(6, true), at(5, true), ClockState::Missed, 5),
        // A claim that nobody can vouch for repairs nothing that is known.
        (at(6, true), at(2, false), ClockState::Missed, 6),
    ] {
        let mut clock = running();
        clock.hear(first);
        clock.hear(then);
        assert_eq!((clock.state, clock.stopped), (state, Some(START.plus(stopped * HOUR))), "{first:?} {then:?}");
    }
    let mut cancelled = running();
    cancelled.cancel(START.plus(HOUR)).expect("it ran");
    cancelled.hear(at(0, true));
    assert_eq!(cancelled.state, ClockState::Cancelled);
}

#[test]
fn an_earlier_stop_takes_back_what_a_pause_had_moved() {
    let somebody = domain::PersonId(uuid::Uuid::nil());
    let mut clock = running();
    clock.pause(START.plus(HOUR), "等零件", somebody).expect("runs");
    clock.hear(Attested { at: START.plus(6 * HOUR), proven: true });
    assert_eq!((clock.state, clock.due), (ClockState::Kept, START.plus(9 * HOUR)));
    clock.hear(Attested { at: START.plus(3 * HOUR), proven: true });
    assert_eq!((clock.due, clock.pauses[0].to), (START.plus(6 * HOUR), Some(START.plus(3 * HOUR))));
    assert_eq!(clock.reasons.iter().filter(|reason| matches!(reason, Reason::Paused { .. })).count(), 1);
}
