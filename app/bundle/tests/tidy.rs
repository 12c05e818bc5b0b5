//! The tree keeps its promises: what ARCHITECTURE.md names exists, layers stay apart, files stay readable.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

/// Asked for when it runs: the tests may have been built for a checkout that stood elsewhere.
fn root() -> PathBuf {
    let folder = env::var("CARGO_MANIFEST_DIR").expect("cargo names the crate's folder");
    Path::new(&folder).join("../..")
}

/// Every source file below `app` and `server`, with its text.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("app"), root().join("server")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of ours").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).expect("below the root").to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(&path).expect("text")));
            }
        }
    }
    found
}

fn assert_none(what: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{what}:\n{}", offenders.join("\n"));
}

#[test]
fn every_path_named_in_the_architecture_exists() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the page is there");
    let named = text.split('`').skip(1).step_by(2).filter(|word| word.contains('/') && !word.contains(' '));
    let missing: Vec<String> = named
        .filter(|path| path.starts_with("app/") || path.starts_with("server/"))
        .filter(|path| !root().join(path).exists())
        .map(str::to_owned)
        .collect();
    assert_none("named in ARCHITECTURE.md and not there", &missing);
}

#[test]
fn only_the_store_names_sqlx_and_only_offline_names_indexeddb() {
    let offenders: Vec<String> = sources()
        .into_iter()
        .filter(|(name, text)| {
            // Tests of the interface look at the database from outside, to see what is really there.
            // So does the simulation, which makes a database for each of its centres.
            let is_test = name.contains("/tests/") || name.starts_with("server/simulation/");
            let names_sqlx = text.contains("sqlx::") && !name.starts_with("server/store/") && !is_test;
            let names_indexeddb = text.contains("indexed_db_futures") && !name.starts_with("app/offline/");
            (names_sqlx || names_indexeddb) && !name.ends_with("tidy.rs")
        })
        .map(|(name, _)| name)
        .collect();
    assert_none("a layer reaches past its neighbour", &offenders);
}

#[test]
fn the_domain_reads_no_clock_and_draws_no_chance() {
    let forbidden = ["Utc::now", "SystemTime::now", "now_v7", "thread_rng", "new_v4"];
    let offenders: Vec<String> = sources()
        .into_iter()
        .filter(|(name, text)| name.starts_with("app/domain/src") && forbidden.iter().any(|word| text.contains(word)))
        .map(|(name, _)| name)
        .collect();
    assert_none("the domain is not pure", &offenders);
}

#[test]
fn every_file_says_what_it_is_for_and_is_read_in_one_sitting() {
    let offenders: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| !text.trim_start().starts_with("//!") || text.lines().count() > 500)
        .map(|(name, text)| format!("{name}: {} lines", text.lines().count()))
        .collect();
    assert_none("no //! at the top, or too long", &offenders);
}

#[test]
fn each_migration_has_its_pair() {
    let names = |engine: &str| {
        let mut names: Vec<_> = fs::read_dir(root().join("migrations").join(engine))
            .expect("the folder is there")
            .flatten()
            .map(|entry| entry.file_name().into_string().unwrap_or_default())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

/// Two features that call something alike would dress each other's pages.
#[test]
fn a_class_is_dressed_in_one_style_sheet() {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut offenders = Vec::new();
    let sheets = fs::read_dir(root().join("style")).expect("the style sheets").flatten();
    for sheet in sheets.filter(|sheet| sheet.path().extension().is_some_and(|kind| kind == "css")) {
        let name = sheet.file_name().to_string_lossy().into_owned();
        let text = fs::read_to_string(sheet.path()).expect("text");
        for line in text.lines() {
            let Some((selector, _)) = line.trim().split_once(" {") else { continue };
            let is_one_class = |rest: &str| !rest.is_empty() && rest.chars().all(|c| c.is_alphanumeric() || c == '-');
            let Some(class) = selector.strip_prefix('.').filter(|rest| is_one_class(rest)) else { continue };
            let of = first.entry(class.to_owned()).or_insert_with(|| name.clone());
            if *of != name {
                offenders.push(format!(".{class} in {of} and in {name}"));
            }
        }
    }
    assert!(!first.is_empty());
    assert_none("dressed in two style sheets", &offenders);
}
