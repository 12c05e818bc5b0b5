//! The program's commands beside serving, as an operator runs them.

use std::{
    path::Path,
    process::{Command, Output},
};

use api::{config::Config, startup};
use clap::Parser;

fn paidan(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paidan"));
    command.env_remove("DATABASE_URL").env_remove("PAIDAN_ANCHORS").arg("--data").arg(data).args(arguments);
    command.output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn a_centre_is_anchored_and_checked_from_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let refused = paidan(&data, &["check"]);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("there is no centre in"), "{}", text(&refused.stderr));

    let address = data.to_string_lossy().into_owned();
    let config = Config::parse_from(["paidan", "--demo", "--demo-requests", "30", "--data", &address]);
    drop(startup::open(&config).await.expect("a demo centre"));

    let checked = paidan(&data, &["check"]);
    assert_eq!(checked.status.code(), Some(3), "{}", text(&checked.stderr));
    assert!(text(&checked.stdout).contains("NOT CHECKED: there is no anchor"), "{}", text(&checked.stdout));

    let anchored = paidan(&data, &["anchor"]);
    assert!(anchored.status.success(), "{}", text(&anchored.stderr));
    assert!(text(&anchored.stdout).contains("SHA-256 "));
    assert!(text(&anchored.stdout).contains("covers what was received until "));
    let checked = paidan(&data, &["check"]);
    let said = text(&checked.stdout);
    assert_eq!(checked.status.code(), Some(0), "{said}");
    assert!(said.contains("Left out: whether something received since 20"), "{said}");
    assert!(said.contains("1 anchors\n") && said.ends_with("Nothing of it was altered.\n"), "{said}");

    // Without its keys nothing is called altered, and no new keys cover up the loss.
    let (keys, away) = (data.join("server.key"), folder.path().join("server.key"));
    std::fs::rename(&keys, &away).expect("moved");
    let checked = paidan(&data, &["check"]);
    let said = text(&checked.stdout);
    assert_eq!(checked.status.code(), Some(3), "{said}");
    assert!(said.contains("server.key is missing") && !said.contains("ALTERED"), "{said}");
    let refused = paidan(&data, &["anchor"]);
    assert!(!refused.status.success() && text(&refused.stderr).contains("server.key is missing"));
    assert!(!keys.exists());
    std::fs::rename(&away, &keys).expect("moved back");

    // An anchor that somebody has changed.
    let kept = data.join("anchors");
    let file = std::fs::read_dir(&kept).expect("anchors").flatten().next().expect("one").path();
    let changed = std::fs::read_to_string(&file).expect("an anchor").replacen("\"length\": ", "\"length\": 1", 1);
    std::fs::write(&file, changed).expect("written");
    let checked = paidan(&data, &["check"]);
    assert!(!checked.status.success());
    assert!(text(&checked.stdout).contains("ALTERED: anchor of "), "{}", text(&checked.stdout));

    // One that is cut.
    let whole = std::fs::read_to_string(&file).expect("an anchor");
    std::fs::write(&file, &whole[..40]).expect("written");
    let checked = paidan(&data, &["check"]);
    assert_eq!(checked.status.code(), Some(1));
    let name = file.file_name().expect("a name").to_string_lossy();
    let said = format!("ALTERED: the anchor file {name} is cut or garbled");
    assert!(text(&checked.stdout).contains(&said), "{}", text(&checked.stdout));
    let absent = paidan(&data, &["check", "nowhere.json"]);
    assert!(text(&absent.stderr).contains("there is no file nowhere.json"), "{}", text(&absent.stderr));
}
