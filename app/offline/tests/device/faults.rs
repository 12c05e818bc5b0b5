//! What the test server can be made to do wrong.

/// What goes wrong with one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The question does not arrive.
    NoNetwork,
    /// It arrives and has its effect; the answer is lost.
    AnswerLost,
    /// A proxy answers with a page, status 200.
    Page,
    /// The answer is cut in the middle, status and headers intact.
    Cut,
    Status(u16),
    /// Results in another order.
    Reordered,
    /// The receipt names other bytes.
    WrongReceipt,
    /// The receipt says another time than the one that was signed.
    TamperedReceipt,
    /// The receipt is signed with a key that is not the server's, under the id of one that is.
    ForeignReceipt,
    /// The server stores nothing and says so.
    Retry,
    /// The device is not known (any more).
    UnknownDevice,
}
