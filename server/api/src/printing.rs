//! Who makes papers: the server does it with the typesetter, whose compiling no test of the interface has to wait for.

use std::sync::Arc;

use service::{Centre, lists::PrintedList, papers::Printed};
use words::Lang;

/// What is printed.
pub enum Paper {
    OfRequest(Box<Printed>),
    List(PrintedList),
}

/// A form, and for whom it is set.
pub struct Order {
    pub paper: Paper,
    pub centre: Arc<Centre>,
    pub lang: Lang,
    /// Scheme and host under which anybody reaches this server, such as `https://paidan.example`.
    pub server: String,
}

/// Sets forms and signs them. The same order makes the same bytes.
pub trait Printer: Send + Sync {
    /// The bytes of a signed PDF; the error is for the log. Takes a while: not for a thread that others wait for.
    ///
    /// # Errors
    /// A fault in a template, or the keys can't be used.
    fn print(&self, order: &Order) -> Result<Vec<u8>, String>;
}

/// A node that prints nothing, such as one in a simulation.
pub struct NoPrinter;

impl Printer for NoPrinter {
    fn print(&self, _: &Order) -> Result<Vec<u8>, String> {
        Err("this node has no printer".to_owned())
    }
}
