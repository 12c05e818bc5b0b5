//! The commands about money on site.

use serde_json::json;

use super::{DISPATCH, Entry};

pub(super) fn entries() -> Vec<Entry> {
    let on_site = "on_site; nothing paid yet";
    let consented = "on_site, signed or unsigned; consented to, nothing paid yet";
    vec![
        (
            on_site,
            "What is charged, line by line, with the prices of that day's table. Chargeable work is recorded only after a signature of kind `fees`; a sum that has grown needs a new one. No lines: nothing is charged. The sums become the costs of the form.",
            json!({"type": "propose_fees", "because": "not_covered", "lines": [
                {"item": "visit", "kind": "visit", "name": "", "unit": "visit", "unit_price": "300.00", "quantity": 1},
            ]}),
        ),
        (
            "on_site; proposed, not consented to",
            "The customer does not want to pay: nothing is charged, and the office sees why.",
            json!({"type": "decline_fees", "reason": "要先请示领导。"}),
        ),
        (
            "on_site, signed or unsigned; nothing paid yet",
            "Asks for less. Until a manager approves, the full price stands.",
            json!({"type": "ask_discount", "amount": "50.00", "reason": "老客户。"}),
        ),
        (
            consented,
            "What stands on the voucher. It counts from the customer's signature of kind `voucher` on: then `fees.hand_in` starts, for `invoice` `fees.invoice`.",
            json!({"type": "record_payment", "pay_by": "cash", "amount": "300.00"}),
        ),
        (
            "A discount was asked for, and nobody has decided.",
            "Approves or refuses it. A no needs a note.",
            json!({"type": "settle_discount", "dispatch": DISPATCH, "approve": true, "note": ""}),
        ),
        (
            "The engineer has the money.",
            "The money was handed in and counted; what is not the sum of the voucher needs a note. Stops `fees.hand_in`, starts `fees.invoice`.",
            json!({"type": "receive_money", "dispatch": DISPATCH, "counted": "300.00", "note": ""}),
        ),
        (
            "Handed in, to be paid against the invoice, or agreed and returned without payment.",
            "The invoice has gone out. Stops `fees.invoice`.",
            json!({"type": "record_invoice", "dispatch": DISPATCH, "number": "FP-2026-0118"}),
        ),
        (
            "`step` is the office's last one: discount, received or invoice.",
            "Takes it back. The clock before it runs again from where it began.",
            json!({"type": "take_back_fee_step", "dispatch": DISPATCH, "step": "received"}),
        ),
    ]
}
