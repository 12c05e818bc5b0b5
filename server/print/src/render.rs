//! From a value to the bytes of a PDF.

use chrono::{Datelike, Timelike};
use domain::Timestamp;
use serde::Serialize;
use typst::{
    diag::SourceDiagnostic,
    foundations::{Datetime, Smart},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{forms::Form, world::Desk};

/// A sheet could not be set: a fault in a template, for the log.
#[derive(Debug, thiserror::Error)]
#[error("the form {template} can't be printed: {why}")]
pub struct Failed {
    template: &'static str,
    why: String,
}

/// Sizes of the text in points, the first that fits on one page is taken; a form too long for the last takes more pages.
const TEXT_SIZES: [f64; 4] = [9.0, 8.5, 8.0, 7.5];
/// Renders after which an unused piece of an earlier one is forgotten.
const REMEMBERED: usize = 10;

#[derive(Serialize)]
struct Data<'a, F> {
    text_size: f64,
    #[serde(flatten)]
    form: &'a F,
}

/// Sets a form; the bytes of a PDF that is not signed yet. The same form always makes the same bytes.
///
/// # Errors
/// A fault in the template.
pub fn render<F: Form>(form: &F) -> Result<Vec<u8>, Failed> {
    let document = set(form)?;
    let date = form.as_of();
    let options = PdfOptions {
        ident: Smart::Custom(form.sheet().code.clone()),
        creator: Smart::Custom(Some("Paidan".to_owned())),
        timestamp: datetime(date).map(typst_pdf::Timestamp::new_utc),
        // Allows the signature record to be attached.
        standards: PdfStandards::new(&[PdfStandard::A_3b]).map_err(|error| failed(F::TEMPLATE, error.message()))?,
        // A tree of tags would be a fifth of the file; the order of the text is that of the page without it.
        tagged: false,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| explain(F::TEMPLATE, &errors));
    comemo::evict(REMEMBERED);
    pdf
}

/// How many pages a form takes.
///
/// # Errors
/// A fault in the template.
pub fn pages<F: Form>(form: &F) -> Result<usize, Failed> {
    Ok(set(form)?.pages().len())
}

fn set<F: Form>(form: &F) -> Result<PagedDocument, Failed> {
    let mut last = None;
    for text_size in TEXT_SIZES {
        let data =
            serde_json::to_vec(&Data { text_size, form }).map_err(|error| failed(F::TEMPLATE, &error.to_string()))?;
        let desk = Desk::new(F::TEMPLATE, data, form.attachment().to_vec());
        let document: PagedDocument = typst::compile(&desk).output.map_err(|errors| explain(F::TEMPLATE, &errors))?;
        if document.pages().len() == 1 {
            return Ok(document);
        }
        last.get_or_insert(document);
    }
    last.ok_or_else(|| failed(F::TEMPLATE, "no text size"))
}

fn datetime(at: Timestamp) -> Option<Datetime> {
    let at = at.to_utc();
    let part = |number: u32| u8::try_from(number).ok();
    Datetime::from_ymd_hms(
        at.year(),
        part(at.month())?,
        part(at.day())?,
        part(at.hour())?,
        part(at.minute())?,
        part(at.second())?,
    )
}

fn failed(template: &'static str, why: &str) -> Failed {
    Failed { template, why: why.to_owned() }
}

fn explain(template: &'static str, errors: &[SourceDiagnostic]) -> Failed {
    let lines: Vec<String> = errors.iter().map(|error| format!("{} {:?}", error.message, error.trace)).collect();
    failed(template, &lines.join("; "))
}
