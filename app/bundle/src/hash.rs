//! Content hashes: for file names, and for knowing whether a step has to run again.

use std::path::Path;
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Stands in file names and inside files until the hash of the build is known. As long as a [`name`], so that putting
/// the hash in its place moves nothing in a binary file.
pub const PLACEHOLDER: &str = "BUILD-HASH-PLACEHOLDER";

/// 128 bits of SHA-256 in 22 characters that need no escaping in an address.
pub fn name(parts: &[&[u8]]) -> String {
    URL_SAFE_NO_PAD.encode(&digest(parts)[..16])
}

/// Puts `hash` wherever the placeholder stands.
pub fn fill(content: &mut [u8], hash: &str) {
    let (placeholder, hash) = (PLACEHOLDER.as_bytes(), hash.as_bytes());
    debug_assert_eq!(placeholder.len(), hash.len());
    let mut at = 0;
    while at + placeholder.len() <= content.len() {
        if content[at..].starts_with(placeholder) {
            content[at..at + hash.len()].copy_from_slice(hash);
            at += hash.len();
        } else {
            at += 1;
        }
    }
}

/// Changes whenever this tool itself is compiled anew or the npm packages it calls change.
pub fn of_tools(root: &Path) -> Result<String> {
    let program = std::env::current_exe().context("this program's own path is not known")?;
    let about = program.metadata().with_context(|| format!("{} cannot be read", program.display()))?;
    let built = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let packages = crate::files::read(&root.join("package-lock.json"))?;
    Ok(name(&[&about.len().to_le_bytes(), &built.as_nanos().to_le_bytes(), &packages]))
}

fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        // The length goes first: two parts may not be mistaken for one.
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_as_long_as_the_placeholder() {
        assert_eq!(name(&[b"anything"]).len(), PLACEHOLDER.len());
    }

    #[test]
    fn where_one_part_ends_counts() {
        assert_ne!(name(&[b"ab", b"c"]), name(&[b"a", b"bc"]));
    }

    #[test]
    fn every_placeholder_is_filled_and_nothing_else_moves() {
        let hash = name(&[b"x"]);
        let mut content = format!("{PLACEHOLDER}.js {PLACEHOLDER}{PLACEHOLDER} BUILD-HASH").into_bytes();
        fill(&mut content, &hash);
        assert_eq!(String::from_utf8_lossy(&content), format!("{hash}.js {hash}{hash} BUILD-HASH"));
    }

    #[test]
    fn a_file_shorter_than_the_placeholder_is_left_alone() {
        let mut content = b"short".to_vec();
        fill(&mut content, PLACEHOLDER);
        assert_eq!(content, b"short");
    }
}
