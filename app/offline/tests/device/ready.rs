//! Before driving: what a visit lacks to be done without a network, and getting it.

use offline::Lack;

use crate::{
    server::Fault,
    tablet::{Tablet, id},
};

fn lacks(tablet: &Tablet) -> Vec<Lack> {
    let request = tablet.client.by_dispatch(tablet.server.dispatch()).expect("a visit").id;
    tablet.client.lacks(request)
}

fn prepare(tablet: &mut Tablet) -> Vec<Lack> {
    let request = tablet.client.by_dispatch(tablet.server.dispatch()).expect("a visit").id;
    let client = tablet.client.clone();
    tablet.run(async move { client.prepare(request).await })
}

#[test]
fn what_is_missing_is_named_and_fetched_in_one_step() {
    let mut tablet = Tablet::ready();
    // The memory of a test promises nothing about keeping.
    assert_eq!(lacks(&tablet), [Lack::Customer, Lack::History, Lack::NotPersistent]);
    assert!(lacks(&tablet)[0].prevents() && !lacks(&tablet)[1].prevents());

    tablet.server.fail("/sync/pull", Fault::NoNetwork);
    assert_eq!(prepare(&mut tablet), [Lack::Customer, Lack::History, Lack::NotPersistent]);

    let history = serde_json::json!({"customer": id(90), "visits": []});
    tablet.server.extra.borrow_mut().extend([("customer", 1, crate::records::customer()), ("history", 1, history)]);
    tablet.server.offline.set(false);
    assert_eq!(prepare(&mut tablet), [Lack::NotPersistent]);
}

#[test]
fn old_records_and_a_wrong_clock_are_no_readiness() {
    let mut tablet = Tablet::ready();
    tablet.browser.pass(25 * 3_600_000);
    assert!(lacks(&tablet).contains(&Lack::Old { hours: 25 }));
    assert!(!prepare(&mut tablet).contains(&Lack::Old { hours: 25 }));

    let mut tablet = Tablet::ready();
    let wall = tablet.browser.wall.get();
    tablet.browser.wall.set(wall - 10 * 60_000);
    tablet.sync();
    let off = lacks(&tablet).into_iter().find_map(|lack| match lack {
        Lack::Clock { minutes } => Some(minutes),
        _ => None,
    });
    assert!(off.is_some_and(|minutes| minutes >= 8), "{off:?}");
}
