//! Blobs: in pieces, checked against their name, readable with the records that name them (SYN-5).

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    canonical::sha256,
    house::House,
    program::{Answer, Program, send},
    scene::Scene,
    tablet::now,
};

const LARGE: usize = 150_000;
const MIB: usize = 1024 * 1024;

/// Bytes that begin like a PNG, others for each seed.
fn picture(seed: u8, length: usize) -> Vec<u8> {
    let mut bytes = vec![seed; length];
    bytes[..8].copy_from_slice(b"\x89PNG\r\n\x1a\n");
    bytes
}

pub fn path(bytes: &[u8]) -> String {
    format!("/api/blobs/{}", sha256(bytes))
}

pub async fn put(program: &Program, path: &str, bytes: &[u8]) -> Answer {
    send(program.ask(Method::PUT, path).body(bytes.to_vec())).await
}

async fn put_piece(program: &Program, path: &str, whole: &[u8], piece: std::ops::Range<usize>) -> Answer {
    let range = format!("bytes {}-{}/{}", piece.start, piece.end - 1, whole.len());
    send(program.ask(Method::PUT, path).header("content-range", range).body(whole[piece].to_vec())).await
}

async fn standing(program: &Program, path: &str) -> Option<(String, String)> {
    let answer = send(program.ask(Method::HEAD, path)).await;
    (answer.status == 200)
        .then(|| (answer.header("upload-offset").to_owned(), answer.header("upload-length").to_owned()))
}

fn attach(bytes: &[u8]) -> Value {
    let photo = json!({"sha256": sha256(bytes), "media_type": "image/png", "size": bytes.len(), "caption": "", "taken_at": now()});
    json!({"type": "attach_photo", "photo": photo})
}

fn problem(status: u16, word: &str) -> (u16, String) {
    (status, word.to_owned())
}

on_both_engines![
    other_bytes_than_the_name_says_are_refused_and_can_be_sent_again,
    a_piece_begins_where_the_one_before_ended,
    an_upload_cut_off_at_its_very_end_starts_over,
    the_same_piece_twice_at_once_does_no_harm,
    several_small_ones_come_together_and_each_is_answered_by_itself,
    a_form_that_cannot_be_read_stores_nothing,
    what_is_too_large_or_of_another_kind_is_not_kept,
    it_is_read_by_whoever_may_read_a_record_that_names_it,
    an_action_is_accepted_before_its_blob_and_says_what_is_missing,
];

async fn other_bytes_than_the_name_says_are_refused_and_can_be_sent_again(house: &House) {
    let program = house.sign_in("field1").await;
    for length in [2_000, LARGE] {
        let (right, wrong) = (picture(1, length), picture(2, length));
        assert_eq!(put(&program, &path(&right), &wrong).await.problem(), problem(422, "other_bytes"));
        assert_eq!(put_piece(&program, &path(&right), &right, 0..1_000).await.status, 202);
        assert_eq!(
            put_piece(&program, &path(&right), &wrong, 1_000..length).await.problem(),
            problem(422, "other_bytes")
        );
        assert_eq!(standing(&program, &path(&right)).await, None);
        assert_eq!(program.get(&path(&right)).await.problem(), problem(404, "not_found"));
        assert_eq!(put(&program, &path(&right), &right).await.status, 201);
        assert_eq!(program.get(&path(&right)).await.body, right);
    }
}

async fn a_piece_begins_where_the_one_before_ended(house: &House) {
    let program = house.sign_in("field1").await;
    let bytes = picture(3, LARGE);
    let path = path(&bytes);
    assert_eq!(put_piece(&program, &path, &bytes, 100..200).await.problem(), problem(409, "wrong_offset"));
    assert_eq!(put_piece(&program, &path, &bytes, 0..70_000).await.header("upload-offset"), "70000");
    for piece in [0..70_000, 80_000..LARGE] {
        let answer = put_piece(&program, &path, &bytes, piece).await;
        assert_eq!((answer.problem(), answer.header("upload-offset")), (problem(409, "wrong_offset"), "70000"));
    }
    assert_eq!(standing(&program, &path).await, Some(("70000".to_owned(), LARGE.to_string())));
    assert_eq!(put_piece(&program, &path, &bytes, 70_000..LARGE).await.status, 201);
    assert_eq!(put_piece(&program, &path, &bytes, 0..70_000).await.status, 201, "a repeat after the end is no error");
    for range in ["bytes 0-9/5", "0-9/10", "bytes 9-0/10", "bytes */10"] {
        let answer = send(program.ask(Method::PUT, &path).header("content-range", range).body(vec![0; 10])).await;
        assert_eq!(answer.problem(), problem(422, "invalid"), "{range}");
    }
}

async fn an_upload_cut_off_at_its_very_end_starts_over(house: &House) {
    let program = house.sign_in("field1").await;
    let bytes = picture(4, LARGE);
    assert_eq!(put_piece(&program, &path(&bytes), &bytes, 0..70_000).await.status, 202);
    // The server died after the last byte was written and before the blob was.
    std::fs::write(house.folder().join("blobs/partial").join(sha256(&bytes)), &bytes).expect("the last piece");
    assert_eq!(standing(&program, &path(&bytes)).await, None);
    assert_eq!(put(&program, &path(&bytes), &bytes).await.status, 201);
    assert_eq!(program.get(&path(&bytes)).await.body, bytes);
}

async fn the_same_piece_twice_at_once_does_no_harm(house: &House) {
    let program = house.sign_in("field1").await;
    for seed in 5..10 {
        let bytes = picture(seed, LARGE);
        let path = path(&bytes);
        let piece = || put_piece(&program, &path, &bytes, 0..70_000);
        let answers = tokio::join!(piece(), piece(), piece());
        assert!([answers.0, answers.1, answers.2].iter().all(|answer| [202, 409].contains(&answer.status)));
        assert_eq!(put_piece(&program, &path, &bytes, 70_000..LARGE).await.status, 201);
    }
}

async fn what_is_too_large_or_of_another_kind_is_not_kept(house: &House) {
    let program = house.sign_in("field1").await;
    let large = picture(11, 10 * MIB + 1);
    assert_eq!(put(&program, &path(&large), &large).await.problem(), problem(413, "too_large"));
    let piece = put_piece(&program, &path(&large), &large, 0..1_000).await;
    assert_eq!(
        (piece.problem(), piece.json()["detail"].clone()),
        (problem(413, "too_large"), json!("每个附件 10 MiB"))
    );
    let just_fits = &large[..10 * MIB];
    assert_eq!(put(&program, &path(just_fits), just_fits).await.status, 201);
    for bytes in [&b"<svg onload=alert(1)>"[..], b"MZ\x90\x00", b""] {
        assert_eq!(put(&program, &path(bytes), bytes).await.problem(), problem(422, "kind_not_allowed"));
    }
    assert_eq!(put(&program, "/api/blobs/ABC", b"x").await.problem(), problem(422, "invalid"));
}

async fn it_is_read_by_whoever_may_read_a_record_that_names_it(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.on_site().await;
    let stranger = house.sign_in("field2").await;
    let bytes = picture(12, LARGE);
    let path = path(&bytes);
    assert_eq!(put(&scene.engineer, &path, &bytes).await.status, 201);
    assert_eq!(scene.engineer.get(&path).await.body, bytes, "by whoever uploaded it, at once");
    assert_eq!(scene.duty.get(&path).await.problem(), problem(404, "not_found"));
    scene.visit(&job, attach(&bytes)).await;
    for reader in [&scene.engineer, &scene.duty, &scene.hotline] {
        let answer = reader.get(&path).await;
        assert_eq!((answer.status, &answer.body), (200, &bytes));
        assert_eq!(answer.header("content-type"), "image/png");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
    }
    for other in [&stranger, &house.sign_in("admin").await] {
        assert_eq!(other.get(&path).await.problem(), problem(404, "not_found"));
    }
    assert_eq!(house.visitor().get(&path).await.problem(), problem(401, "signed_out"));
}

async fn an_action_is_accepted_before_its_blob_and_says_what_is_missing(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.on_site().await;
    let bytes = picture(13, 3_000);
    let envelope = scene.tablet.envelope(&scene.engineer, &job.dispatch(), attach(&bytes));
    let push = async || scene.tablet.push(&scene.engineer, std::slice::from_ref(&envelope)).await.remove(0);
    let first = push().await;
    assert_eq!((&first["outcome"], &first["missing_blobs"]), (&json!("accepted"), &json!([sha256(&bytes)])));
    assert_eq!(put(&scene.engineer, &path(&bytes), &bytes).await.status, 201);
    let again = push().await;
    assert_eq!((&again["receipt"], again.get("missing_blobs")), (&first["receipt"], None));
    assert_eq!(scene.duty.get(&path(&bytes)).await.body, bytes);
}

/// `/dev/full` takes no byte: what is written to it fails as on a full disk.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn on_a_full_disk_no_piece_is_acknowledged() {
    let house = House::open(crate::house::Engine::Sqlite).await;
    let program = house.sign_in("field1").await;
    let bytes = picture(14, LARGE);
    let (path, blobs) = (path(&bytes), house.folder().join("blobs"));
    std::fs::create_dir_all(blobs.join("partial")).expect("a folder");
    let partial = blobs.join("partial").join(sha256(&bytes));
    std::fs::write(partial.with_extension("length"), LARGE.to_string()).expect("its length");
    std::os::unix::fs::symlink("/dev/full", &partial).expect("a full disk");
    assert_eq!(put_piece(&program, &path, &bytes, 0..70_000).await.problem(), problem(503, "server_trouble"));
    std::fs::remove_file(&partial).expect("room again");
    let folder = blobs.join(&sha256(&bytes)[..2]);
    std::fs::create_dir_all(&folder).expect("a folder");
    let fresh = folder.join(sha256(&bytes)).with_extension("new");
    std::os::unix::fs::symlink("/dev/full", &fresh).expect("a full disk");
    assert_eq!(put_piece(&program, &path, &bytes, 0..70_000).await.status, 202);
    assert_eq!(put_piece(&program, &path, &bytes, 70_000..LARGE).await.problem(), problem(503, "server_trouble"));
    std::fs::remove_file(&fresh).expect("room again");
    assert_eq!(put(&program, &path, &bytes).await.status, 201);
    assert_eq!(program.get(&path).await.body, bytes);
}

/// A form with a part for each blob.
fn form(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, bytes) in parts {
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
    }
    body.extend(b"--b--\r\n");
    body
}

async fn put_form(program: &Program, media_type: &str, body: Vec<u8>) -> Answer {
    send(program.ask(Method::PUT, "/api/blobs").header("content-type", media_type).body(body)).await
}

const FORM: &str = "multipart/form-data; boundary=b";

async fn several_small_ones_come_together_and_each_is_answered_by_itself(house: &House) {
    let program = house.sign_in("field1").await;
    let [first, second, large] = [picture(1, 20_000), picture(2, 65_536), picture(3, 65_537)];
    let sent = [
        (sha256(&first), first.clone()),
        (sha256(b"another"), picture(4, 100)),
        (sha256(b"MZ"), b"MZ".to_vec()),
        (sha256(&large), large),
        (sha256(&second), second.clone()),
    ];
    for turn in ["the first time", "again"] {
        let answer = put_form(&program, FORM, form(&sent)).await;
        assert_eq!(answer.status, 200, "{turn}");
        let answer = answer.json();
        let results = answer["results"].as_array().expect("results");
        let words: Vec<(&str, &Value)> = results
            .iter()
            .map(|result| (result["sha256"].as_str().expect("a name"), &result["problem"]["type"]))
            .collect();
        let problems = [json!(null), json!("other_bytes"), json!("kind_not_allowed"), json!("too_large"), json!(null)];
        assert_eq!(words, sent.iter().map(|(name, _)| name.as_str()).zip(&problems).collect::<Vec<_>>(), "{turn}");
    }
    for bytes in [first, second] {
        assert_eq!(standing(&program, &path(&bytes)).await, Some((bytes.len().to_string(), bytes.len().to_string())));
        assert_eq!(send(program.ask(Method::GET, &path(&bytes))).await.body, bytes);
    }
    assert_eq!(standing(&program, &format!("/api/blobs/{}", sha256(b"another"))).await, None);
}

async fn a_form_that_cannot_be_read_stores_nothing(house: &House) {
    let program = house.sign_in("field1").await;
    let bytes = picture(1, 60_000);
    let whole = form(&[(sha256(&bytes), bytes.clone())]);
    for (media_type, body) in [
        ("application/json", whole.clone()),
        ("multipart/form-data", whole.clone()),
        (FORM, whole[..whole.len() - 20].to_vec()),
        (FORM, b"nothing".to_vec()),
    ] {
        assert_eq!(put_form(&program, media_type, body).await.problem(), problem(400, "malformed"), "{media_type}");
    }
    let many = form(&vec![(sha256(b"x"), vec![0; 9]); 101]);
    assert_eq!(put_form(&program, FORM, many).await.problem(), problem(413, "too_large"));
    let heavy = form(&vec![(sha256(&bytes), bytes.clone()); 18]);
    assert_eq!(put_form(&program, FORM, heavy).await.problem(), problem(413, "too_large"));
    assert_eq!(standing(&program, &path(&bytes)).await, None);
}
