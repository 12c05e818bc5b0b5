//! The square that a phone's camera reads.

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// A QR code: its side in modules, and the dark runs `[x, y, length]` of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Square {
    pub size: usize,
    pub runs: Vec<[usize; 3]>,
}

impl Square {
    /// The square of an address; empty when it is far too long for one.
    #[must_use]
    pub fn of(address: &str) -> Self {
        let Ok(code) = QrCode::with_error_correction_level(address, EcLevel::M) else { return Self::default() };
        let size = code.width();
        let colors = code.into_colors();
        let mut runs: Vec<[usize; 3]> = Vec::new();
        for (y, row) in colors.chunks(size).enumerate() {
            for x in (0..size).filter(|x| row[*x] == Color::Dark) {
                match runs.last_mut() {
                    Some([from, at, length]) if *at == y && *from + *length == x => *length += 1,
                    _ => runs.push([x, y, 1]),
                }
            }
        }
        Self { size, runs }
    }
}

#[cfg(test)]
mod tests {
    use super::Square;

    #[test]
    fn the_corner_of_a_square_is_seven_dark_modules() {
        let square = Square::of("https://paidan.example/verify/ABC");
        assert_eq!(square.runs[0], [0, 0, 7]);
        assert!(square.runs.iter().all(|[x, y, length]| x + length <= square.size && *y < square.size));
    }
}
