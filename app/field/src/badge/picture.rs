//! A text as a QR code, drawn as one path.

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around the code, as the standard asks.
const QUIET: usize = 4;

/// The path of the dark modules, and how many modules the picture is wide with its margin.
fn path(text: &str) -> Option<(String, usize)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + QUIET, at / width + QUIET);
            path = [&path, "M", &x.to_string(), " ", &y.to_string(), "h1v1h-1z"].concat();
        }
    }
    Some((path, width + 2 * QUIET))
}

/// The code; `label` says what it holds.
#[component]
pub fn Picture(text: String, label: String) -> impl IntoView {
    path(&text).map(|(path, width)| {
        let size = width.to_string();
        let view_box = ["0 0 ", &size, " ", &size].concat();
        view! {
            <svg class="qr" role="img" aria-label=label viewBox=view_box shape-rendering="crispEdges" data-text=text>
                <rect width=size.clone() height=size.clone() fill="#fff"/>
                <path d=path fill="#000"/>
            </svg>
        }
    })
}
