//! Finds the Chinese font, which is a locked npm package and no file of the repository.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// Where npm puts the font below the root of the repository.
const FOLDER: &str = "node_modules/@embedpdf/fonts-sc/fonts";
const FONTS: [(&str, &str); 2] =
    [("PAIDAN_FONT_REGULAR", "NotoSansHans-Regular.otf"), ("PAIDAN_FONT_BOLD", "NotoSansHans-Bold.otf")];

fn main() {
    // Asked for when it runs: the script may have been built for a checkout that stood elsewhere.
    let folder = env::var("CARGO_MANIFEST_DIR").expect("cargo names the crate's folder");
    let root = Path::new(&folder).join("../..");
    let fonts: Vec<(&str, PathBuf)> = FONTS.iter().map(|(name, file)| (*name, root.join(FOLDER).join(file))).collect();
    if fonts.iter().any(|(_, path)| !path.exists()) {
        // The same step that every make target begins with: npm compares the package with its locked checksum.
        let _ = Command::new("bash").arg("end2end/tools/ensure.sh").arg("run").current_dir(&root).status();
    }
    println!("cargo::rerun-if-changed=build.rs");
    for (name, path) in fonts {
        assert!(path.exists(), "{} is missing: run end2end/tools/ensure.sh run", path.display());
        println!("cargo::rerun-if-changed={}", path.display());
        println!("cargo::rustc-env={name}={}", path.display());
    }
}
