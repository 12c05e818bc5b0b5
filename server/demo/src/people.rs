//! The staff of the demo centre: the office, and the engineers of the board.

use domain::{
    PersonId, Timestamp,
    people::{Level, Person, Role, Skill},
};

use crate::{chance::Chance, regions::District};

/// Ids of people, customers and the device carry this time, so that they stay the same from day to day.
pub(crate) const FOUNDED: Timestamp = Timestamp(1_704_067_200_000);

/// Login, name, initials, role, region, badge number.
type Office = (&'static str, &'static str, &'static str, Role, &'static str, &'static str);

const OFFICE: [Office; 6] = [
    ("admin", "吕伟", "LW", Role::Admin, "city_south", "001"),
    ("duty", "李建军", "LJJ", Role::DutyManager, "city_south", "005"),
    ("support", "孙丽华", "SLH", Role::SupportManager, "city_south", "002"),
    ("region", "赵海峰", "ZHF", Role::RegionManager, "outer", "006"),
    ("hotline", "张敏", "ZM", Role::Hotline, "city_south", "011"),
    ("quality", "何静", "HJ", Role::Quality, "city_south", "010"),
];

/// Name, initials, badge number, region, skills.
type Engineer = (&'static str, &'static str, &'static str, &'static str, &'static [(&'static str, Level)]);

use Level::{Basic, Intermediate, Senior};

const ENGINEERS: [Engineer; 12] = [
    (
        "王立",
        "WL",
        "023",
        "city_south",
        &[("U8 薪资", Senior), ("U8 财务", Senior), ("U8 固定资产", Intermediate), ("T6", Intermediate)],
    ),
    (
        "陈晓东",
        "CXD",
        "031",
        "city_south",
        &[("U8 薪资", Intermediate), ("U8 供应链", Senior), ("U8 分销", Intermediate), ("供热收费系统", Basic)],
    ),
    ("刘芳", "LF", "017", "city_south", &[("U8 薪资", Senior), ("U8 HR", Senior), ("U8 财务", Intermediate)]),
    ("赵志强", "ZZQ", "042", "city_north", &[("供热收费系统", Senior), ("热网监控", Senior)]),
    (
        "郝建国",
        "HJG",
        "008",
        "city_north",
        &[("U8 财务", Senior), ("U8 UFO报表", Senior), ("U8 管理平台", Intermediate)],
    ),
    ("孙悦", "SY", "036", "city_south", &[("T3 用友通", Senior), ("T6", Senior), ("U8 财务", Basic)]),
    ("李文斌", "LWB", "029", "outer", &[("K/3", Senior), ("KIS 专业版", Senior), ("KIS 标准版", Senior)]),
    ("马晨", "MC", "045", "city_north", &[("U8 供应链", Senior), ("U8 分销", Senior), ("K/3", Basic)]),
    ("任静", "RJ", "012", "city_south", &[("U8 财务", Senior), ("U8 固定资产", Senior), ("U8 UFO报表", Basic)]),
    (
        "高翔",
        "GX",
        "003",
        "city_north",
        &[
            ("U8 财务", Senior),
            ("U8 薪资", Senior),
            ("U8 供应链", Senior),
            ("U8 固定资产", Senior),
            ("U8 UFO报表", Senior),
            ("U8 HR", Senior),
            ("U8 分销", Senior),
            ("U8 管理平台", Senior),
        ],
    ),
    ("武磊", "WL", "038", "outer", &[("供热收费系统", Senior), ("热网监控", Intermediate), ("客服系统", Intermediate)]),
    ("段雪", "DX", "051", "outer", &[("T3 用友通", Intermediate), ("KIS 标准版", Intermediate), ("T6", Basic)]),
];

const SURNAMES: [(&str, &str); 10] = [
    ("周", "Z"),
    ("吴", "W"),
    ("郑", "Z"),
    ("冯", "F"),
    ("褚", "C"),
    ("卫", "W"),
    ("蒋", "J"),
    ("韩", "H"),
    ("杨", "Y"),
    ("许", "X"),
];
const GIVEN_NAMES: [(&str, &str); 12] = [
    ("海涛", "HT"),
    ("晓燕", "XY"),
    ("志远", "ZY"),
    ("丽娜", "LN"),
    ("国华", "GH"),
    ("思雨", "SY"),
    ("永刚", "YG"),
    ("婷", "T"),
    ("俊峰", "JF"),
    ("美玲", "ML"),
    ("磊", "L"),
    ("佳", "J"),
];

/// The office first, then `engineers` engineers with the log-ins `field1`, `field2` …; at least one.
pub(crate) fn people(engineers: u32, seed: u64) -> Vec<Person> {
    let mut chance = Chance::new(seed, "people", 0);
    let mut people: Vec<Person> = OFFICE.iter().map(|row| office(row, &mut chance)).collect();
    people.extend((0..engineers.max(1) as usize).map(|index| engineer(index, &mut chance)));
    // Last, so that the ids of the others stay what they were.
    people.push(office(&("archive", "郭文", "GW", Role::Archivist, "city_south", "013"), &mut chance));
    people
}

fn office(&(login, name, initials, role, region, badge): &Office, chance: &mut Chance) -> Person {
    Person {
        id: PersonId(chance.id(FOUNDED)),
        name: name.to_owned(),
        login: login.to_owned(),
        roles: vec![role],
        region: region.to_owned(),
        badge_number: badge.to_owned(),
        initials: initials.to_owned(),
        skills: Vec::new(),
        base: None,
        photo: None,
        working_hours: None,
        absences: Vec::new(),
        active: true,
    }
}

fn engineer(index: usize, chance: &mut Chance) -> Person {
    let id = PersonId(chance.id(FOUNDED));
    let (model_name, model_initials, model_badge, region, skills) = ENGINEERS[index % ENGINEERS.len()];
    let (name, initials, badge_number) = match index.checked_sub(ENGINEERS.len()) {
        None => (model_name.to_owned(), model_initials.to_owned(), model_badge.to_owned()),
        Some(further) => further_name(further),
    };
    Person {
        id,
        name,
        login: format!("field{}", index + 1),
        roles: vec![Role::Field],
        region: region.to_owned(),
        badge_number,
        initials,
        skills: skills
            .iter()
            .map(|&(product, level)| Skill { product: product.to_owned(), category: String::new(), level })
            .collect(),
        base: Some(District::of_region(region).somewhere(chance)),
        photo: None,
        working_hours: None,
        absences: Vec::new(),
        active: true,
    }
}

/// Names for engineers beyond the twelve, each once for the first hundred and twenty; later ones carry a number.
fn further_name(index: usize) -> (String, String, String) {
    let (surname, first) = SURNAMES[index % SURNAMES.len()];
    let (given, rest) = GIVEN_NAMES[(index / SURNAMES.len() + index) % GIVEN_NAMES.len()];
    let round = index / (SURNAMES.len() * GIVEN_NAMES.len());
    let number = if round == 0 { String::new() } else { (round + 1).to_string() };
    (format!("{surname}{given}{number}"), format!("{first}{rest}"), format!("{:03}", 100 + index))
}
