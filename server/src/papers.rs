//! The printer: sets forms with the typesetter and signs them with the centre's certificate.

use std::{io::Write, path::Path};

use anyhow::Context;
use api::{
    config::Config,
    printing::{Order, Paper, Printer},
};
use domain::verification::data_dispatch;
use print::{
    forms::{Centre, Contents, Form, Printing, ServiceRequestForm, Signatures, Surroundings, UserData, Verification},
    seal::{self, Identity, SEED_BYTES},
};
use service::{
    Service,
    lists::{List, PrintedList, Rows},
    papers::{Printed, RequestForm},
};

/// Sets and signs; knows the centre's certificate.
pub struct Press {
    identity: Identity,
}

impl Press {
    /// With the centre's certificate from its file, which a centre that has none gets now.
    ///
    /// # Errors
    /// The file can't be read or written, or holds something else.
    pub fn open(config: &Config, service: &Service) -> anyhow::Result<Self> {
        let path = config.certificate_file();
        if !path.exists() {
            let seed: [u8; SEED_BYTES] = service.chance.bytes();
            let identity = Identity::make(&service.centre.name, service.time.now(), &seed)?;
            write(&path, &identity.to_pem()?).with_context(|| format!("{} can't be written", path.display()))?;
        }
        let text = std::fs::read_to_string(&path).with_context(|| format!("{} can't be read", path.display()))?;
        let identity = Identity::from_pem(&text).with_context(|| format!("{} can't be used", path.display()))?;
        Ok(Self { identity })
    }
}

/// Durably, for nobody else to read; a file that another node has made in between stays.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

impl Press {
    fn signed<F: Form>(&self, form: &F) -> Result<Vec<u8>, String> {
        let pdf = print::render(form).map_err(|error| error.to_string())?;
        seal::sign(pdf, &self.identity, form.as_of()).map_err(|error| error.to_string())
    }

    fn of_request(&self, printed: &Printed, order: &Order, centre: &Centre) -> Result<Vec<u8>, String> {
        let request = &printed.stored.request;
        let verification = verification(&printed.code, &printed.content_hash, order);
        let evidence = printed.evidence.as_ref();
        match printed.form {
            RequestForm::ServiceRequest => self.signed(&ServiceRequestForm::of(
                request,
                &Surroundings {
                    centre,
                    verification: &verification,
                    lang: order.lang,
                    changed_at: printed.changed_at,
                    next: printed.next.clone(),
                    evidence,
                },
            )),
            RequestForm::UserData => {
                let data =
                    data_dispatch(request).and_then(|dispatch| Some((dispatch, UserData::of(request, dispatch)?)));
                let (dispatch, data) = data.ok_or("no data is recorded")?;
                let as_of = dispatch.visit.signatures.iter().map(|record| record.signed_at).max();
                let as_of = as_of.unwrap_or(dispatch.dispatched_at);
                let printing = Printing { centre, verification: &verification, lang: order.lang, as_of };
                self.signed(&data.form(&printing, Signatures { request, dispatch, evidence }))
            }
        }
    }

    fn list(&self, printed: &PrintedList, order: &Order, centre: &Centre) -> Result<Vec<u8>, String> {
        let verification = verification(&printed.code, &printed.content_hash, order);
        let printing = Printing { centre, verification: &verification, lang: order.lang, as_of: printed.made_at };
        let number = match printed.list {
            List::Roster { month } => month.to_string(),
            List::DaySheet { date } | List::DispatchSheet { date } => date.to_string(),
            List::HeadquartersLog { year } => year.to_string(),
        };
        let contents = Contents { number: &number, from: printed.from };
        self.signed(&match &printed.rows {
            Rows::Roster(days) => contents.roster(days, &printing),
            Rows::Calls(calls) => contents.calls(calls, &printing),
            Rows::Dispatches(rows) => contents.dispatches(rows, &printing),
            Rows::Cases(cases) => contents.cases(cases, &printing),
        })
    }
}

fn verification(code: &str, content_hash: &str, order: &Order) -> Verification {
    Verification { code: code.to_owned(), server: order.server.clone(), content_hash: content_hash.to_owned() }
}

impl Printer for Press {
    fn print(&self, order: &Order) -> Result<Vec<u8>, String> {
        let centre = Centre { name: order.centre.name.clone(), zone: order.centre.zone };
        match &order.paper {
            Paper::OfRequest(printed) => self.of_request(printed, order, &centre),
            Paper::List(printed) => self.list(printed, order, &centre),
        }
    }
}
