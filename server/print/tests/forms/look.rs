//! What can be read in a PDF by whoever did not make it.

use std::io::Write;

/// The text of a PDF without white space: where a line is broken says nothing.
pub fn text(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).expect("text");
    text.split_whitespace().collect()
}

/// Keeps a PDF for looking at it, below the folder for what tests make.
pub fn keep(name: &str, pdf: &[u8]) {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::File::create(path).and_then(|mut file| file.write_all(pdf)).expect("written");
}
