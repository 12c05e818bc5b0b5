//! What an operator can set: by flag, by environment, or the default.

use std::{net::SocketAddr, path::PathBuf};

use clap::Parser;

/// Paidan: the service centre of a company that sells and supports software or equipment.
#[derive(Clone, Debug, Parser)]
#[command(version, about)]
pub struct Config {
    /// Address to listen on.
    #[arg(long, env = "PAIDAN_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,

    /// Folder for the SQLite file, the blobs and the signing keys.
    #[arg(long, env = "PAIDAN_DATA", default_value = "./data")]
    pub data: PathBuf,

    /// `postgres://…` instead of the SQLite file. A primary and its standbys are named with commas:
    /// `postgres://paidan@one:5432,two:5432/paidan`; whichever is the primary is used.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// Folder with the browser's files, as the bundler makes it.
    #[arg(long, env = "PAIDAN_SITE", default_value = "target/site")]
    pub site: PathBuf,

    /// Name of the centre.
    #[arg(long, env = "PAIDAN_NAME", default_value = "派单服务中心")]
    pub name: String,

    /// IANA name of the centre's time zone (OPS-4).
    #[arg(long, env = "PAIDAN_ZONE", default_value = "Asia/Shanghai")]
    pub zone: chrono_tz::Tz,

    /// Minutes after which a tablet that nobody touches asks for the engineer's PIN; 0: never.
    #[arg(long, env = "PAIDAN_LOCK_AFTER", default_value_t = 5)]
    pub lock_after: u32,

    /// Days after which a form that was written off goes to the archive by itself.
    #[arg(long, env = "PAIDAN_ARCHIVE_AFTER", default_value_t = 14)]
    pub archive_after: u32,

    /// Fill an empty database with a demo centre.
    #[arg(long)]
    pub demo: bool,

    /// Requests in the demo centre.
    #[arg(long, default_value_t = 200)]
    pub demo_requests: u32,

    /// Engineers in the demo centre.
    #[arg(long, default_value_t = 12)]
    pub demo_engineers: u32,

    /// Customers in the demo centre.
    #[arg(long, default_value_t = 60)]
    pub demo_customers: u32,

    /// Allow the demo centre, whose password everybody knows, on an address other than loopback.
    #[arg(long)]
    pub demo_public: bool,

    /// Folder for the daily anchors, best one that others keep; `anchors` below the data folder otherwise (SYN-9).
    #[arg(long, env = "PAIDAN_ANCHORS")]
    pub anchors: Option<PathBuf>,

    /// Under which address anybody reaches this server, such as `https://service.example`: it stands on printed forms, in
    /// the code by which a paper is checked. Without it, the address that the person who prints has called.
    #[arg(long, env = "PAIDAN_PUBLIC_URL")]
    pub public_url: Option<String>,

    /// Cookies only over HTTPS. Set it wherever TLS ends in front of this server.
    #[arg(long, env = "PAIDAN_SECURE_COOKIES")]
    pub secure_cookies: bool,

    /// Take the caller's address from `X-Forwarded-For`. Set it only behind a proxy that writes that header.
    #[arg(long, env = "PAIDAN_BEHIND_PROXY")]
    pub behind_proxy: bool,
}

impl Config {
    /// Where the keys lie that the centre signs with.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.data.join("server.key")
    }

    /// Where the key and the certificate lie that papers are signed with.
    #[must_use]
    pub fn certificate_file(&self) -> PathBuf {
        self.data.join("papers.pem")
    }

    /// Where the daily anchors go.
    #[must_use]
    pub fn anchors(&self) -> PathBuf {
        self.anchors.clone().unwrap_or_else(|| self.data.join("anchors"))
    }

    /// The database's address for the store.
    #[must_use]
    pub fn database(&self) -> String {
        match &self.database_url {
            Some(url) => url.clone(),
            None => self.data.join("paidan.sqlite").to_string_lossy().into_owned(),
        }
    }
}
