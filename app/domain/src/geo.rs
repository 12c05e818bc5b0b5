//! Distances between places, as a dispatcher needs them: road kilometres, estimated.

use serde::{Deserialize, Serialize};

/// A place on the map, in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    pub latitude: f64,
    pub longitude: f64,
}

/// Roads are longer than the straight line; 1.3 is the usual factor for cities and their surroundings.
const DETOUR: f64 = 1.3;
/// Mean speed of a car in and around a city, in km/h.
const SPEED: f64 = 30.0;
const EARTH_RADIUS_KM: f64 = 6_371.0;

/// Estimated road distance in kilometres.
#[must_use]
pub fn road_km(from: Place, to: Place) -> f64 {
    let (lat1, lat2) = (from.latitude.to_radians(), to.latitude.to_radians());
    let half_lat = (lat2 - lat1) / 2.0;
    let half_lon = (to.longitude - from.longitude).to_radians() / 2.0;
    let a = half_lat.sin().powi(2) + lat1.cos() * lat2.cos() * half_lon.sin().powi(2);
    2.0 * EARTH_RADIUS_KM * a.sqrt().asin() * DETOUR
}

/// Estimated minutes by car for a road distance.
#[must_use]
pub fn travel_minutes(km: f64) -> i64 {
    (km / SPEED * 60.0).ceil() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taiyuan_to_qingxu_is_beyond_thirty_kilometres_by_road() {
        let taiyuan = Place { latitude: 37.87, longitude: 112.55 };
        let qingxu = Place { latitude: 37.607, longitude: 112.358 };
        let km = road_km(taiyuan, qingxu);
        assert!((40.0..50.0).contains(&km), "{km}");
        assert_eq!(travel_minutes(15.0), 30);
    }
}
