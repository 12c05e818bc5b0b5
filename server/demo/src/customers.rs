//! The demo centre's customers: sixty invented ones from a table, and as many more as are asked for.

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use domain::{
    CustomerId,
    customer::{Contact, Customer, Product},
    geo::road_km,
};
use serde::Deserialize;

use crate::{
    chance::Chance,
    people::FOUNDED,
    regions::{CENTRE, DISTRICTS, District},
};

const TABLE: &str = include_str!("../data/customers.csv");

/// Archive numbers begin here: the seventeenth after it is TY-00418.
const FIRST_ARCHIVE_NUMBER: usize = 401;

/// A row of `customers.csv`.
#[derive(Clone, Deserialize)]
struct Row {
    name: String,
    district: String,
    street: String,
    contact: String,
    title: String,
    phone: String,
    /// Names with versions, such as `U8 薪资 7.21`, parted by semicolons.
    products: String,
    tier: String,
    /// `running`, `lapsing` within a month, `lapsed`, or `none`.
    agreement: String,
}

/// `count` customers, at least one, with agreements as they stand on `today`.
pub(crate) fn customers(count: u32, today: NaiveDate, seed: u64) -> Vec<Customer> {
    let rows = rows().unwrap_or_default();
    let mut chance = Chance::new(seed, "customers", 0);
    let row = |index: usize| match index.checked_sub(rows.len()) {
        None => rows[index].clone(),
        Some(further) => further_row(further, &rows),
    };
    (0..count.max(1) as usize).map(|index| customer(index, &row(index), today, &mut chance)).collect()
}

fn rows() -> Result<Vec<Row>> {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().context("customers.csv")
}

fn customer(index: usize, row: &Row, today: NaiveDate, chance: &mut Chance) -> Customer {
    let district = District::named(&row.district);
    let place = district.somewhere(chance);
    let archive = FIRST_ARCHIVE_NUMBER + index;
    Customer {
        id: CustomerId(chance.id(FOUNDED)),
        archive_number: format!("TY-{archive:05}"),
        name: row.name.clone(),
        address: format!("{}{}", district.full_name, row.street),
        region: district.region.to_owned(),
        place: Some(place),
        distance_km: (road_km(CENTRE, place) * 10.0).round() / 10.0,
        service_code: format!("FW{archive:05}{:02}", chance.between(10, 99)),
        tier: row.tier.clone(),
        agreement_until: agreement_until(&row.agreement, today, chance),
        named_engineer: None,
        contacts: vec![Contact { name: row.contact.clone(), title: row.title.clone(), phone: row.phone.clone() }],
        products: row.products.split(';').map(|text| product(text, chance)).collect(),
    }
}

fn agreement_until(standing: &str, today: NaiveDate, chance: &mut Chance) -> Option<String> {
    // Drawn for every row, so that one row's change leaves the others alone.
    let days = Days::new(chance.between(60, 330).unsigned_abs());
    let date = match standing {
        "running" => today.checked_add_days(days),
        "lapsing" => today.checked_add_days(Days::new(chance.between(3, 28).unsigned_abs())),
        "lapsed" => today.checked_sub_days(days),
        _ => None,
    };
    date.map(|date| date.to_string())
}

fn product(text: &str, chance: &mut Chance) -> Product {
    let (name, version) = text.rsplit_once(' ').unwrap_or((text, ""));
    let account_sets = (1..=chance.between(1, 3)).map(|number| format!("{number:03}")).collect();
    Product {
        name: name.to_owned(),
        version: version.to_owned(),
        dongle_number: chance.between(80_000, 99_999).to_string(),
        account_sets,
    }
}

const TRADE_WORDS: [&str; 10] = ["恒泽", "瑞禾", "晟达", "嘉朔", "永沁", "宏汾", "天驿", "润榆", "鑫桥", "和谷"];
const TRADES: [&str; 10] = ["商贸", "机械", "食品厂", "物业", "幼儿园", "供热站", "建材", "印务", "诊所", "农机站"];

/// A customer beyond the table: a name of its own (the first thousand without a number), the rest after the model of
/// a row.
fn further_row(index: usize, rows: &[Row]) -> Row {
    let district = &DISTRICTS[index % 10];
    let word = TRADE_WORDS[index / 10 % 10];
    let trade = TRADES[(index / 100 + index) % 10];
    let branch = if index < 1_000 { String::new() } else { format!("第{}店", index / 1_000 + 1) };
    let model = rows.get(index * 7 % rows.len().max(1));
    let of_model = |field: fn(&Row) -> &String| model.map(field).cloned().unwrap_or_default();
    Row {
        name: format!("{}{word}{trade}{branch}", district.name),
        district: district.name.to_owned(),
        street: format!("中心街{}号", index % 300 + 1),
        contact: of_model(|row| &row.contact),
        title: of_model(|row| &row.title),
        phone: format!("138 0000 {:04}", index % 10_000),
        products: of_model(|row| &row.products),
        tier: of_model(|row| &row.tier),
        agreement: of_model(|row| &row.agreement),
    }
}
