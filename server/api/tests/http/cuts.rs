//! A line that is cut at every byte, of what is sent and of what is answered: the device repeats, and it has happened
//! once (SYN-4, SYN-5).

use std::{
    ops::Range,
    sync::{Arc, Mutex},
};

use futures::future::join_all;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{
    canonical::sha256,
    house::House,
    program::{Answer, Program, try_to_send},
    pushes::kept,
    scene::{Job, Scene},
    tablet::{now, outcome},
};

on_both_engines! {
    a_push_that_is_cut_at_any_byte_has_one_effect_when_it_comes_again,
    a_photo_whose_upload_is_cut_at_any_byte_is_whole_when_it_goes_on,
}

/// Lines that are cut at the same time.
const AT_ONCE: usize = 8;
/// Actions about one visit; its record grows with each.
const A_VISIT: usize = 100;

/// Where a line is cut: after so many bytes of the request, or of the answer.
#[derive(Clone, Copy, Debug)]
enum Cut {
    Request(usize),
    Answer(usize),
}

/// Stands between a program and the server. Every connection is used for one question.
struct Line {
    listener: TcpListener,
    server: String,
    /// A program that speaks through it.
    program: Program,
}

/// What went over a line.
#[derive(Debug, Default)]
struct Passed {
    request: usize,
    answer: usize,
}

impl Line {
    async fn to(house: &House, program: &Program) -> Line {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let server = house.address.trim_start_matches("http://").to_owned();
        Line { listener, server, program: program.at(&address) }
    }

    /// Lets a call through until the cut; None when no whole answer came.
    async fn call(&self, call: RequestBuilder, cut: Option<Cut>) -> (Option<Answer>, Passed) {
        let call = try_to_send(call.header("connection", "close"));
        let (answer, passed) = tokio::join!(call, self.pass(cut));
        (answer.ok(), passed)
    }

    async fn pass(&self, cut: Option<Cut>) -> Passed {
        let (mut device, _) = self.listener.accept().await.expect("the program calls");
        let mut server = TcpStream::connect(&self.server).await.expect("the server listens");
        let (request_end, answer_end) = match cut {
            Some(Cut::Request(at)) => (at, usize::MAX),
            Some(Cut::Answer(at)) => (usize::MAX, at),
            None => (usize::MAX, usize::MAX),
        };
        let mut passed = Passed::default();
        let (mut sent, mut answered) = ([0; 8192], [0; 8192]);
        while passed.request < request_end && passed.answer < answer_end.max(1) {
            tokio::select! {
                read = device.read(&mut sent) => {
                    let read = read.unwrap_or(0).min(request_end - passed.request);
                    if read == 0 || server.write_all(&sent[..read]).await.is_err() { break }
                    passed.request += read;
                }
                read = server.read(&mut answered) => {
                    let read = read.unwrap_or(0);
                    let some = read.min(answer_end - passed.answer);
                    passed.answer += some;
                    if read == 0 || device.write_all(&answered[..some]).await.is_err() || some < read { break }
                }
            }
        }
        // Every other line breaks, the others are closed in order: a server has to notice both.
        if (passed.request + passed.answer) % 2 == 0 {
            for end in [&device, &server] {
                end.set_zero_linger().expect("a socket");
            }
        }
        passed
    }
}

/// Does something for each number, several at a time, each worker with a line of its own.
async fn at_every<F: Future<Output = ()>>(
    house: &House,
    program: &Program,
    numbers: Range<usize>,
    work: impl Fn(Arc<Line>, usize) -> F,
) {
    let numbers = Mutex::new(numbers);
    let next = || numbers.lock().expect("no worker panicked").next();
    let workers = (0..AT_ONCE).map(async |_| {
        let line = Arc::new(Line::to(house, program).await);
        while let Some(number) = next() {
            work(line.clone(), number).await;
        }
    });
    join_all(workers).await;
}

/// The cut with a number: first through the request, then through the answer.
fn cut(number: usize, request: usize) -> Cut {
    if number < request { Cut::Request(number) } else { Cut::Answer(number - request) }
}

async fn a_push_that_is_cut_at_any_byte_has_one_effect_when_it_comes_again(house: &House) {
    let scene = Scene::open(house).await;
    let first = scene.on_site().await;
    let note = |number: usize| json!({"type": "ask_help", "note": format!("{number:06} {}", "说".repeat(480))});
    let push = |program: &Program, envelope: &Value| {
        let body = json!({"device_id": scene.tablet.id, "envelopes": [envelope]});
        program.ask(Method::POST, "/api/sync/push").json(&body)
    };
    // An undisturbed one tells how long the others are.
    let line = Line::to(house, &scene.engineer).await;
    let whole = scene.tablet.envelope(&scene.engineer, &first.dispatch(), note(0));
    let (answer, passed) = line.call(push(&line.program, &whole), None).await;
    assert_eq!(outcome(&answer.expect("an answer").ok()["results"][0]), "accepted");
    assert!(passed.request > 2_048 && passed.answer > 500, "{passed:?}");

    // Later ones are a little longer: the numbers of their actions have more digits.
    let request = passed.request + 3;
    let cuts = request + passed.answer;
    let mut jobs: Vec<Job> = Vec::new();
    for _ in 0..=cuts / A_VISIT {
        jobs.push(scene.on_site().await);
    }
    let (scene, jobs) = (&scene, &jobs);
    at_every(house, &scene.engineer, 0..cuts, async |line, number| {
        let job = &jobs[number / A_VISIT];
        let envelope = scene.tablet.envelope(&scene.engineer, &job.dispatch(), note(number));
        let id = envelope["id"].as_str().expect("an id");
        let cut = cut(number, request);
        let (disturbed, some) = line.call(push(&line.program, &envelope), Some(cut)).await;
        let after_the_cut = kept(house, id).await.len();
        let (answer, all) = line.call(push(&line.program, &envelope), None).await;
        let answer = answer.expect("an answer").ok();
        assert_eq!(outcome(&answer["results"][0]), "accepted", "{cut:?}");
        assert_eq!(kept(house, id).await.len(), 1, "{cut:?}");
        // Half a request has no effect; with the whole one it is there, whatever becomes of the answer.
        let possible = match cut {
            Cut::Request(_) if some.request < all.request => 0..=0,
            Cut::Request(_) => 0..=1,
            Cut::Answer(_) => 1..=1,
        };
        assert!(possible.contains(&after_the_cut), "{cut:?}: {after_the_cut}");
        assert_eq!(disturbed.is_some(), matches!(cut, Cut::Request(at) if at > all.request), "{cut:?}");
    })
    .await;
    // The envelopes are there once; so is what they did.
    for (job, numbers) in jobs.iter().zip((0..cuts).collect::<Vec<_>>().chunk_by(same_visit)) {
        let history = scene.duty.get(&format!("/api/requests/{}/history", job.request)).await.ok();
        let lines = history["items"].as_array().expect("lines").iter();
        assert_eq!(lines.filter(|line| line["command"] == "ask_help").count(), numbers.len());
    }
}

fn same_visit(one: &usize, other: &usize) -> bool {
    one / A_VISIT == other / A_VISIT
}

/// A photo in two pieces, others for each number.
fn photo(number: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..2 * PIECE).map(|at| u8::try_from((at * 7 + number) % 251).expect("small")).collect();
    bytes[..8].copy_from_slice(b"\x89PNG\r\n\x1a\n");
    bytes[8..16].copy_from_slice(&number.to_be_bytes());
    bytes
}

const PIECE: usize = 150;

/// Sends piece after piece; where the line was cut it asks where the server stands. Tells what passed before the cut, or
/// in all.
async fn upload(line: &Line, bytes: &[u8], mut cut: Option<Cut>) -> Passed {
    let path = format!("/api/blobs/{}", sha256(bytes));
    let (mut all, mut from) = (Passed::default(), 0);
    while from < bytes.len() {
        let to = from + PIECE;
        let range = format!("bytes {from}-{}/{}", to - 1, bytes.len());
        let call = line.program.ask(Method::PUT, &path).header("content-range", range).body(bytes[from..to].to_vec());
        let (answer, passed) = line.call(call, cut).await;
        let standing = match answer {
            Some(answer) => {
                assert!([201, 202].contains(&answer.status), "{} {}", answer.status, answer.text());
                cut = cut.map(|cut| match cut {
                    Cut::Request(at) => Cut::Request(at - passed.request),
                    Cut::Answer(at) => Cut::Answer(at - passed.answer),
                });
                all.request += passed.request;
                all.answer += passed.answer;
                answer
            }
            None => {
                cut = None;
                line.call(line.program.ask(Method::HEAD, &path), None).await.0.expect("an answer")
            }
        };
        from = if standing.status == 404 { 0 } else { standing.header("upload-offset").parse().expect("a number") };
        assert_eq!(from % PIECE, 0, "half a piece does not count");
    }
    all
}

async fn a_photo_whose_upload_is_cut_at_any_byte_is_whole_when_it_goes_on(house: &House) {
    let scene = Scene::open(house).await;
    let line = Line::to(house, &scene.engineer).await;
    let passed = upload(&line, &photo(0), None).await;
    assert!(passed.request > photo(0).len() && passed.answer > 300, "{passed:?}");

    let cuts = passed.request + passed.answer;
    at_every(house, &scene.engineer, 1..cuts, async |line, number| {
        let bytes = photo(number);
        upload(&line, &bytes, Some(cut(number, passed.request))).await;
        let there = scene.engineer.get(&format!("/api/blobs/{}", sha256(&bytes))).await;
        assert!(there.body == bytes, "{:?}", cut(number, passed.request));
    })
    .await;
    let job = scene.on_site().await;
    let bytes = photo(cuts / 2);
    let about = json!({"sha256": sha256(&bytes), "media_type": "image/png", "size": bytes.len(), "caption": "", "taken_at": now()});
    let result = scene.visit(&job, json!({"type": "attach_photo", "photo": about})).await;
    assert!(result.get("missing_blobs").is_none());
}
