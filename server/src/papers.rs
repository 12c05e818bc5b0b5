//! The printer: sets forms with the typesetter and signs them with the centre's certificate.

use std::{io::Write, path::Path};

use anyhow::Context;
use api::{
    config::Config,
    printing::{Order, Printer},
};
use print::{
    forms::{Centre, Form, ServiceRequestForm, Surroundings, Verification},
    seal::{self, Identity, SEED_BYTES},
};
use service::Service;

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

impl Printer for Press {
    fn print(&self, order: &Order) -> Result<Vec<u8>, String> {
        let Order { printed, centre, lang, server } = order;
        let centre = Centre { name: centre.name.clone(), zone: centre.zone };
        let verification = Verification {
            code: printed.code.clone(),
            server: server.clone(),
            content_hash: printed.content_hash.clone(),
        };
        let form = ServiceRequestForm::of(
            &printed.stored.request,
            &Surroundings {
                centre: &centre,
                verification: &verification,
                lang: *lang,
                next: printed.next.clone(),
                evidence: printed.evidence.as_ref(),
            },
        );
        let pdf = print::render(&form).map_err(|error| error.to_string())?;
        seal::sign(pdf, &self.identity, form.as_of()).map_err(|error| error.to_string())
    }
}
