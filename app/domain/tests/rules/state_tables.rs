//! The two tables of 03-onsite, copied from its text, against the code that has to say the same.

use std::collections::BTreeSet;

use domain::request::{DispatchState, RequestState};

const REQUEST: &str = "
    draft → submitted → verified → dispatched → returned → written_off → archived
    submitted → declined
    returned → sent_back → returned
    draft | submitted | declined | verified | dispatched → cancelled
";

/// Steps that the text asks for in words beside the table.
const REQUEST_IN_WORDS: [(&str, &str); 4] = [
    ("declined → submitted", "a declined request goes back to the submitter, who may submit it again"),
    ("dispatched → verified", "refused or recalled: the request is on the board again"),
    ("verified → returned", "disputed → returned: work of a recalled engineer, accepted"),
    ("cancelled → returned", "disputed → returned: work for a request cancelled meanwhile, accepted"),
];

const DISPATCH: &str = "
    offered → confirmed → appointed → en_route → on_site → signed → returned
    offered → refused
    offered | confirmed | appointed | en_route → recalled
    appointed → appointed
    confirmed | appointed → solved_by_phone → returned
    on_site → not_met → appointed | returned
    on_site → unsigned → returned
    recalled → disputed → returned | superseded
";

const DISPATCH_IN_WORDS: [(&str, &str); 2] = [
    ("unsigned → signed", "unsigned: can be signed later by link (PRT-3)"),
    ("superseded → disputed", "work that arrives after the decision is never refused away (SYN-7)"),
];

type Steps = BTreeSet<(String, String)>;

fn read(table: &str, in_words: &[(&str, &str)]) -> Steps {
    let lines = table.lines().chain(in_words.iter().map(|(step, _)| *step));
    lines.flat_map(steps_of).collect()
}

/// `a | b → c → d` as the steps a → c, b → c, c → d.
fn steps_of(line: &str) -> Vec<(String, String)> {
    let stations: Vec<Vec<&str>> = line.split('→').map(|words| words.split('|').map(str::trim).collect()).collect();
    let between = |pair: &[Vec<&str>]| -> Vec<(String, String)> {
        let to = |from: &str| pair[1].iter().map(|to| (from.to_owned(), (*to).to_owned())).collect::<Vec<_>>();
        pair[0].iter().flat_map(|from| to(from)).collect()
    };
    stations.windows(2).flat_map(between).collect()
}

/// Every step that the code allows.
fn allowed<S: Copy>(all: &[S], word: impl Fn(S) -> &'static str, may: impl Fn(S, S) -> bool) -> Steps {
    let steps = all.iter().flat_map(|from| all.iter().map(|to| (*from, *to))).filter(|(from, to)| may(*from, *to));
    steps.map(|(from, to)| (word(from).to_owned(), word(to).to_owned())).collect()
}

#[test]
fn a_request_becomes_what_the_table_says_and_nothing_else() {
    let code = allowed(&RequestState::ALL, RequestState::word, RequestState::may_become);
    assert_eq!(code, read(REQUEST, &REQUEST_IN_WORDS));
}

#[test]
fn a_dispatch_becomes_what_the_table_says_and_nothing_else() {
    let code = allowed(&DispatchState::ALL, DispatchState::word, DispatchState::may_become);
    assert_eq!(code, read(DISPATCH, &DISPATCH_IN_WORDS));
}

#[test]
fn state_names_on_the_wire_are_the_words_of_the_tables() {
    for state in RequestState::ALL {
        assert_eq!(serde_json::to_value(state).expect("a word"), state.word());
    }
    for state in DispatchState::ALL {
        assert_eq!(serde_json::to_value(state).expect("a word"), state.word());
    }
}

#[test]
fn a_dispatch_can_be_taken_back_until_the_engineer_is_on_site() {
    let back: Vec<_> =
        DispatchState::ALL.into_iter().filter(|state| state.is_recallable()).map(DispatchState::word).collect();
    assert_eq!(back, ["offered", "confirmed", "appointed", "en_route"]);
}
