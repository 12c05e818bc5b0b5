//! A tablet that should have been heard.

use domain::{
    request::DispatchState as D,
    silence::{PATIENCE, owed},
    time::{HOUR, MINUTE},
};

use crate::centre::{Centre, FIRST, qian, zhao};

#[test]
fn a_device_owes_a_word_two_hours_after_the_planned_end_unless_it_was_heard_lately() {
    let centre = Centre::on_site();
    let request = centre.request();
    let end = centre.dispatch(FIRST).slot.until();
    let (before, long_after) = (end.plus(-HOUR), end.plus(PATIENCE));
    assert_eq!(owed(zhao().id, request, before, long_after).map(|dispatch| dispatch.id), Some(FIRST));
    assert!(owed(zhao().id, request, before, long_after.plus(-MINUTE)).is_none(), "it may be on its way");
    assert!(owed(zhao().id, request, end, long_after).is_some(), "a word at the end is no word since");
    let lately = long_after.plus(MINUTE - PATIENCE);
    assert!(owed(zhao().id, request, lately, long_after).is_none(), "it was heard lately");
    assert!(owed(qian().id, request, before, long_after).is_none(), "not this engineer's work");
}

#[test]
fn nothing_is_owed_for_what_came_back_or_was_taken_back() {
    let mut centre = Centre::dispatched();
    let end = centre.dispatch(FIRST).slot.until();
    centre.reassign().expect("reassigned");
    assert_eq!(centre.dispatch(FIRST).state, D::Recalled);
    assert!(owed(zhao().id, centre.request(), end.plus(-HOUR), end.plus(PATIENCE)).is_none());
}
