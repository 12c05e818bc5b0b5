//! The dealer's three regions, and the districts of Taiyuan that belong to them.

use domain::geo::Place;

use crate::chance::Chance;

/// Where the service centre is; distances count from here.
pub const CENTRE: Place = Place { latitude: 37.857, longitude: 112.560 };

/// A region's word, as it stands in records, with its name in the languages of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegionLabel {
    pub word: &'static str,
    pub zh_cn: &'static str,
    pub en: &'static str,
    pub zh_tw: &'static str,
}

const REGIONS: [RegionLabel; 3] = [
    RegionLabel { word: "city_south", zh_cn: "城南", en: "City South", zh_tw: "城南" },
    RegionLabel { word: "city_north", zh_cn: "城北", en: "City North", zh_tw: "城北" },
    RegionLabel { word: "outer", zh_cn: "远郊", en: "Outer Counties", zh_tw: "遠郊" },
];

/// The demo centre's regions.
#[must_use]
pub fn regions() -> &'static [RegionLabel] {
    &REGIONS
}

/// A district or county with the middle of its built-up area.
pub(crate) struct District {
    pub name: &'static str,
    /// What an address begins with.
    pub full_name: &'static str,
    pub region: &'static str,
    middle: Place,
    /// How far a customer may lie from the middle, in degrees.
    spread: f64,
}

pub(crate) const DISTRICTS: [District; 10] = [
    district("小店", "太原市小店区", "city_south", (37.770, 112.568), 0.030),
    district("迎泽", "太原市迎泽区", "city_south", (37.855, 112.572), 0.012),
    district("杏花岭", "太原市杏花岭区", "city_north", (37.888, 112.570), 0.015),
    district("尖草坪", "太原市尖草坪区", "city_north", (37.935, 112.495), 0.020),
    district("万柏林", "太原市万柏林区", "city_north", (37.860, 112.515), 0.015),
    district("晋源", "太原市晋源区", "city_south", (37.735, 112.478), 0.020),
    district("清徐", "太原市清徐县", "outer", (37.607, 112.358), 0.020),
    district("阳曲", "太原市阳曲县", "outer", (38.075, 112.673), 0.015),
    district("古交", "古交市", "outer", (37.907, 112.176), 0.015),
    district("娄烦", "太原市娄烦县", "outer", (38.067, 111.797), 0.015),
];

const fn district(
    name: &'static str,
    full_name: &'static str,
    region: &'static str,
    middle: (f64, f64),
    spread: f64,
) -> District {
    District { name, full_name, region, middle: Place { latitude: middle.0, longitude: middle.1 }, spread }
}

impl District {
    /// The district of that name; the first one for a name that is none.
    pub(crate) fn named(name: &str) -> &'static District {
        DISTRICTS.iter().find(|district| district.name == name).unwrap_or(&DISTRICTS[0])
    }

    /// The first district of a region.
    pub(crate) fn of_region(region: &str) -> &'static District {
        DISTRICTS.iter().find(|district| district.region == region).unwrap_or(&DISTRICTS[0])
    }

    /// Somewhere in the district, to about ten metres.
    pub(crate) fn somewhere(&self, chance: &mut Chance) -> Place {
        let mut near = |middle: f64| ((middle + chance.swing() * self.spread) * 10_000.0).round() / 10_000.0;
        Place { latitude: near(self.middle.latitude), longitude: near(self.middle.longitude) }
    }
}
