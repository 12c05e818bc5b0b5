//! Working hours of a day as one line of text, and back.

use domain::calendar::{Hours, LocalTime};

/// `08:30-12:00 13:30-17:30`
pub(super) fn written(hours: &[Hours]) -> String {
    let one = |hours: &Hours| [hours.open().to_string(), hours.close().to_string()].join("-");
    hours.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Whatever stands between two times; None when it can't be read. `9:00` is read like `09:00`.
pub(super) fn read(text: &str) -> Option<Vec<Hours>> {
    let text = text.replace(['–', '—', '－', '~', '～', '至', '到'], "-").replace('：', ":");
    let text = text.replace([',', '，', '、', ';', '；'], " ").replace(" -", "-").replace("- ", "-");
    text.split_whitespace().map(span).collect()
}

fn span(text: &str) -> Option<Hours> {
    let (open, close) = text.split_once('-')?;
    Hours::new(time(open)?, time(close)?).ok()
}

fn time(text: &str) -> Option<LocalTime> {
    let padded = if text.len() == 4 { ["0", text].concat() } else { text.to_owned() };
    padded.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (typed, kept) in [
            ("08:30-12:00 13:30-17:30", Some("08:30-12:00 13:30-17:30")),
            ("8:30–12:00，13:30 - 17:30", Some("08:30-12:00 13:30-17:30")),
            ("9：00至24：00", Some("09:00-24:00")),
            ("", Some("")),
            ("12:00-08:00", None),
            ("morning", None),
            ("08:30", None),
        ] {
            assert_eq!(read(typed).map(|hours| written(&hours)).as_deref(), kept, "{typed}");
        }
    }
}
