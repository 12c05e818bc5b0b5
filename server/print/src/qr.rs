//! The square that a phone's camera reads.

use qrcode::{Color, EcLevel, QrCode};

use crate::ink::INK;

/// A QR code as an SVG of one dark shape, a unit wide for each module.
///
/// Empty for an address that is far too long for one.
#[must_use]
pub fn square(address: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(address, EcLevel::M) else { return String::new() };
    let side = code.width();
    let path = dark_runs(&code.into_colors(), side)
        .into_iter()
        .map(|[x, y, length]| format!("M{x} {y}h{length}v1h-{length}z"))
        .collect::<String>();
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path fill="{INK}" d="{path}"/></svg>"##
    )
}

/// The dark runs `[x, y, length]` of the rows, in modules.
fn dark_runs(colors: &[Color], side: usize) -> Vec<[usize; 3]> {
    let mut runs: Vec<[usize; 3]> = Vec::new();
    for (y, row) in colors.chunks(side).enumerate() {
        for x in (0..side).filter(|x| row[*x] == Color::Dark) {
            match runs.last_mut() {
                Some([from, at, length]) if *at == y && *from + *length == x => *length += 1,
                _ => runs.push([x, y, 1]),
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::square;

    #[test]
    fn the_corner_of_a_square_is_seven_dark_modules() {
        let picture = square("https://paidan.example/verify/ABC");
        assert!(picture.contains("d=\"M0 0h7v1h-7z"), "{picture}");
        assert_eq!(square(&"x".repeat(10_000)), "");
    }
}
