//! Checks a PDF of ours with nothing but the file: no server, no database, no network.

mod pdf;
mod record;

use der::DecodePem;
use x509_cert::Certificate;

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Holds,
    /// It could not be looked at, and nothing speaks against it.
    NotChecked,
    Broken,
}

/// One thing that was looked at, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub outcome: Outcome,
    pub words: String,
}

/// Everything that was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub findings: Vec<Finding>,
}

impl Report {
    /// The worst of it.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.findings.iter().map(|finding| finding.outcome).max().unwrap_or(Outcome::NotChecked)
    }

    /// A line for each, and one for all.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mark = |outcome| match outcome {
            Outcome::Holds => "ok     ",
            Outcome::NotChecked => "?      ",
            Outcome::Broken => "BROKEN ",
        };
        let all = match self.outcome() {
            Outcome::Holds => "Unaltered: everything that can be checked in this file holds.",
            Outcome::NotChecked => "Nothing speaks against this file, but not everything could be checked.",
            Outcome::Broken => "Altered: this file is not what it claims to be.",
        };
        let lines = self.findings.iter().map(|finding| format!("{}{}", mark(finding.outcome), finding.words));
        lines.chain([all.to_owned()]).collect()
    }

    fn note(&mut self, outcome: Outcome, words: impl Into<String>) {
        self.findings.push(Finding { outcome, words: words.into() });
    }

    fn say(&mut self, holds: bool, words: &str, otherwise: &str) {
        let (outcome, words) = if holds { (Outcome::Holds, words) } else { (Outcome::Broken, otherwise) };
        self.note(outcome, words);
    }
}

/// Checks a file; `known` is the centre's certificate as PEM, where the reader has it from elsewhere.
#[must_use]
pub fn check(bytes: &[u8], known: Option<&str>) -> Report {
    let mut report = Report::default();
    // The centre's own file holds its key before it.
    let known = known.map(|text| Certificate::from_pem(&text[text.find("-----BEGIN CERTIFICATE").unwrap_or(0)..]));
    if let Some(Err(error)) = &known {
        report.note(Outcome::NotChecked, format!("The certificate given for comparison can't be read: {error}."));
    }
    match lopdf::Document::load_mem(bytes) {
        Ok(document) => {
            pdf::check(bytes, &document, known.and_then(Result::ok).as_ref(), &mut report);
            record::check(&document, &mut report);
        }
        Err(error) => report.note(Outcome::Broken, format!("This is no whole PDF: {error}.")),
    }
    report
}
