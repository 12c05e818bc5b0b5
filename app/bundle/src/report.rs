//! The table of sizes at the end.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};

use crate::files;
use crate::stage::{Stage, compressed_name};

/// How many files of one step are listed one by one; of more only the sum is shown.
const LISTED: usize = 40;

/// One line a file: its size as it is and as a browser loads it.
pub fn table(stages: &[Stage]) -> Result<String> {
    let mut rows = Vec::new();
    for stage in stages {
        let mut files = sizes(&stage.files())?;
        files.sort_by_key(|row| std::cmp::Reverse(row.raw));
        let sum = |name: String, files: &[Row]| Row {
            name,
            raw: files.iter().map(|row| row.raw).sum(),
            loaded: files.iter().map(|row| row.loaded).sum(),
        };
        // Files of public/ keep their names and sizes: their sum is enough.
        let all = sum(format!("{} ({} files)", stage.name, files.len()), &files);
        if stage.name != "public" && files.len() <= LISTED {
            let several = files.len() > 1;
            rows.append(&mut files);
            if several {
                rows.push(all);
            }
        } else if !files.is_empty() {
            rows.push(all);
        }
    }

    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    writeln!(text, "{:width$}  {:>11}  {:>11}", "", "bytes", "brotli").context("the table cannot be written")?;
    for row in rows {
        writeln!(text, "{:width$}  {:>11}  {:>11}", row.name, thousands(row.raw), thousands(row.loaded))
            .context("the table cannot be written")?;
    }
    Ok(text)
}

struct Row {
    name: String,
    raw: u64,
    loaded: u64,
}

fn sizes(folder: &Path) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for relative in files::below(folder)? {
        if relative.extension().is_some_and(|kind| kind == "br") {
            continue;
        }
        let path = folder.join(&relative);
        let raw = size(&path)?;
        let compressed = compressed_name(&path);
        let loaded = if compressed.exists() { size(&compressed)? } else { raw };
        rows.push(Row { name: relative.display().to_string(), raw, loaded });
    }
    Ok(rows)
}

fn size(path: &Path) -> Result<u64> {
    Ok(path.metadata().with_context(|| format!("{} cannot be read", path.display()))?.len())
}

/// 1234567 as `1,234,567`.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let check = |number, expected: &str| assert_eq!(thousands(number), expected);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(1_234_567, "1,234,567");
    }
}
