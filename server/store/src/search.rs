//! What a request is found by: names and numbers as they are written, and names by the initials of their pinyin.

use domain::request::ServiceRequest;
use pinyin::{ToPinyin, ToPinyinMulti};
use uuid::Uuid;

use crate::{Db, Result, numbers};

/// How many requests are written anew in one transaction.
const PORTION: i64 = 500;
/// Notes that every request is found by what this module says.
const FACT: &str = "found_by";
const INITIALS: &str = "initials";

/// Initials in pinyin, upper case: 王立 becomes WL. Latin capitals stand for themselves; whatever else there is has none.
#[must_use]
pub fn initials(text: &str) -> String {
    let initial = |letter: char| match letter.to_pinyin() {
        Some(pinyin) => pinyin.first_letter().to_uppercase(),
        None if letter.is_ascii_uppercase() => letter.to_string(),
        None => String::new(),
    };
    text.chars().map(initial).collect()
}

/// Ways to read a name at most that it is found by.
const READINGS: usize = 16;

/// The initials of a text in every way to read it, as far as there are not too many: 商厦 is SS, and SX for whoever thinks of
/// 厦门. The usual way comes first.
fn readings(text: &str) -> Vec<String> {
    let mut readings = vec![String::new()];
    for letter in text.chars() {
        let mut letters: Vec<String> = Vec::new();
        for pinyin in letter.to_pinyin_multi().into_iter().flatten() {
            let initial = pinyin.first_letter().to_uppercase();
            if !letters.contains(&initial) {
                letters.push(initial);
            }
        }
        if letters.is_empty() {
            letters.push(initials(letter.encode_utf8(&mut [0; 4])));
        }
        letters.truncate((READINGS / readings.len()).max(1));
        readings =
            letters.iter().flat_map(|letter| readings.iter().map(move |so_far| so_far.clone() + letter)).collect();
    }
    readings
}

/// All that a request is found by, a line each, in lower case.
pub(crate) fn text_of(request: &ServiceRequest) -> String {
    let ServiceRequest { number, unit, archive_number, symptom, contact, product, .. } = request;
    let read = [readings(unit), readings(&contact.name)].concat();
    let written = [number, unit, archive_number, symptom, &contact.name, &contact.phone, &product.name];
    let lines: Vec<&str> = written.into_iter().chain(&read).map(String::as_str).collect();
    // PostgreSQL keeps no NUL in a text; in the record it stands escaped.
    lines.join("\n").to_lowercase().replace('\0', "")
}

const NEXT: &str = "SELECT id, record FROM requests WHERE id > $1 ORDER BY id LIMIT $2";
const RENEW: &str = "UPDATE requests SET search_text = $2 WHERE id = $1";

/// Lets requests that were stored before initials counted be found by them too. Does it once for a database.
///
/// # Errors
/// The database did not do it; then it goes on with the next start.
pub async fn renew(db: &Db) -> Result<()> {
    if numbers::fact(&mut db.read().await?, FACT).await?.as_deref() == Some(INITIALS) {
        return Ok(());
    }
    let mut after = Some(Uuid::nil());
    while let Some(last) = after {
        after = db
            .write(move |tx| {
                Box::pin(async move {
                    let rows: Vec<(Uuid, String)> = fetch_all!(tx.conn(), (Uuid, String), NEXT, last, PORTION)?;
                    for (id, record) in &rows {
                        let text = text_of(&serde_json::from_str(record)?);
                        execute!(tx.conn(), RENEW, *id, text.as_str())?;
                    }
                    Ok(rows.last().map(|(id, _)| *id))
                })
            })
            .await?;
    }
    db.write(|tx| Box::pin(async move { numbers::set_fact(tx, FACT, INITIALS).await })).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_every_way_to_read_it_the_usual_one_first() {
        assert_eq!(readings("南苑商厦"), ["NYSS", "NYSX"]);
        assert_eq!(readings("U8用户"), ["UYH"]);
        assert_eq!(readings(""), [""]);
        assert!(readings(&"厦".repeat(40)).len() <= READINGS);
    }
}
