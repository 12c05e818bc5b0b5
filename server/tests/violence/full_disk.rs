//! A real file system that is full, under the real server.

use soak::{
    load::Load,
    look::look,
    server::{Server, Setup},
    small_disk::SmallDisk,
};

use crate::{folder, is_automatic, program};

const MEGABYTES: u32 = 64;
/// What a push is answered with when nothing of it could be stored.
const NOT_STORED: &str = "retry: not_stored";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn on_a_full_file_system_nothing_is_acknowledged_that_is_not_stored_and_with_space_work_goes_on() {
    let folder = folder();
    let disk = match SmallDisk::mount(folder.path(), MEGABYTES) {
        Ok(disk) => disk,
        Err(error) if is_automatic() => panic!("{error:#}"),
        Err(error) => {
            eprintln!("not tested: {error:#}");
            return;
        }
    };
    let setup = Setup { program: program(), folder: disk.path(), database: None, before: disk.enter() };
    let mut server = Server::start(setup).expect("a server");
    let load = Load::start(&server.address(), 3, 4).await.expect("work");
    load.until_more(40).await.expect("there is room");
    for round in 1..=3_u64 {
        let refusals =
            move |otherwise: &std::collections::BTreeMap<String, u64>| otherwise.get(NOT_STORED).copied().unwrap_or(0);
        let before = refusals(&load.progress.otherwise());
        disk.fill().expect("full");
        let is_said = |progress: &soak::queue::Progress| refusals(&progress.otherwise()) >= before + 30;
        load.until("it says that nothing was stored", is_said).await.expect("said");
        // Twice the same process goes on, the third time it dies on the full disk.
        if round == 3 {
            server.kill();
        }
        disk.make_room().expect("room");
        if round == 3 {
            server.start_again().expect("it starts");
        }
        load.until_more(40).await.expect("with space, work goes on");
    }
    let (devices, progress) = load.finish().await.expect("all gets done");
    // A library that follows links to their end would look for the file in this process's own view of the machine.
    let copy = folder.path().join("copy");
    std::fs::create_dir(&copy).expect("a folder");
    for name in ["paidan.sqlite", "paidan.sqlite-wal"] {
        std::fs::copy(disk.path().join("data").join(name), copy.join(name)).expect(name);
    }
    let database = copy.join("paidan.sqlite");
    let report = look(3, &devices, &progress, &database.to_string_lossy()).await.expect("a look");
    eprintln!("{report}");
    assert!(report.is_fine(), "{report}");
    let words: Vec<String> = report.otherwise.into_keys().collect();
    let known = [NOT_STORED, "503 server_trouble", "no answer"];
    assert!(words.iter().all(|word| known.contains(&word.as_str())), "{words:?}");
}
