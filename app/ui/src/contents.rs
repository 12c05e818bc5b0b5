//! What is in an action, in words: the one way in which every screen says it, whether the action was understood or not.

use domain::{Money, Timestamp};
use leptos::{prelude::*, task::spawn_local};
use serde_json::{Map, Value};
use web_sys::Url;
use words::{
    contents as texts,
    office::shared::{self, COMMA},
};

use crate::{Desk, Words, format, image, t, use_desk, use_language};

/// A field and its value, as a person reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    pub value: String,
}

/// What an action holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    pub rows: Vec<Row>,
    /// Photos and pictures of vouchers, by the SHA-256 of their bytes.
    pub photos: Vec<String>,
    /// A signature that was drawn: width, height, and the lines as an SVG path.
    pub ink: Option<(i64, i64, String)>,
}

impl Contents {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.photos.is_empty() && self.ink.is_none()
    }
}

/// Reads an action as it stands on the wire; tracked by the language. A field of another version is named as it is there.
#[must_use]
pub fn of(action: &Value, words: Words, desk: Desk) -> Contents {
    let reader = Reader { words, desk, zone: desk.zone() };
    let mut contents = Contents::default();
    if let Some(fields) = action.as_object() {
        reader.read(fields, &mut contents);
    }
    contents
}

/// Reads what was begun and is no action yet: a form as JSON, or plain text.
#[must_use]
pub fn of_draft(text: &str, words: Words, desk: Desk) -> Contents {
    match serde_json::from_str::<Value>(text) {
        Ok(form @ Value::Object(_)) => of(&form, words, desk),
        _ => {
            let label = words.say(texts::TEXT).to_owned();
            Contents { rows: vec![Row { label, value: text.trim().to_owned() }], ..Contents::default() }
        }
    }
}

struct Reader {
    words: Words,
    desk: Desk,
    zone: String,
}

impl Reader {
    fn read(&self, fields: &Map<String, Value>, contents: &mut Contents) {
        contents.photos.extend(photos(fields));
        if let Some(ink) = fields.get("ink").and_then(ink) {
            contents.ink = Some(ink);
        }
        for (name, value) in in_order(fields) {
            match value {
                Value::Object(inner) if texts::FRAMES.contains(&name) => self.read(inner, contents),
                value => {
                    let value = self.value(name, value);
                    if !value.is_empty() {
                        let label = texts::label(name).map_or(name, |text| self.words.say(text));
                        contents.rows.push(Row { label: label.to_owned(), value });
                    }
                }
            }
        }
    }

    fn value(&self, name: &str, value: &Value) -> String {
        if let Some(text) = texts::value(name, value) {
            return self.words.say(text).to_owned();
        }
        match value {
            Value::String(text) => self.text(name, text),
            Value::Number(number) if name == "satisfaction" => {
                self.words.fill(texts::STARS, &[("n", &number.to_string())])
            }
            Value::Number(number) if name == "minutes" => {
                self.words.fill(shared::MINUTES_SHORT, &[("n", &number.to_string())])
            }
            Value::Number(number) if name == "quantity" => self.words.fill(texts::TIMES, &[("n", &number.to_string())]),
            Value::Number(number) => number.to_string(),
            Value::Array(items) => {
                let items = items.iter().map(|item| self.value(name, item));
                self.joined(
                    items,
                    self.words.say(if name == "lines" || name == "parts" { texts::SEMICOLON } else { COMMA }),
                )
            }
            Value::Object(inner) => self.in_one_line(inner),
            Value::Bool(_) | Value::Null => String::new(),
        }
    }

    fn text(&self, name: &str, text: &str) -> String {
        let is_id = text.len() == 36 && text.parse::<domain::PersonId>().is_ok();
        if is_id {
            return self.person(name, text);
        }
        if text.ends_with('Z')
            && let Ok(at) = text.parse::<Timestamp>()
        {
            return format::instant(at, format::Shape::DayTime, self.words.lang(), &self.zone);
        }
        let amount = texts::AMOUNTS.contains(&name).then(|| serde_json::from_value::<Money>(Value::from(text)));
        match amount {
            Some(Ok(amount)) => format::money(amount, self.words.lang()),
            _ => text.trim().to_owned(),
        }
    }

    /// An id says nothing to anybody, except where it is somebody's whom this person knows.
    fn person(&self, name: &str, id: &str) -> String {
        if !matches!(name, "engineer" | "companion") {
            return String::new();
        }
        let people = self.desk.client().map(|client| client.people()).unwrap_or_default();
        let known = people.into_iter().find(|person| person.id.to_string() == id);
        known.map(|person| person.name.clone()).unwrap_or_default()
    }

    /// A small thing such as a contact or a part: its values without their names.
    fn in_one_line(&self, fields: &Map<String, Value>) -> String {
        if let (Some(from), Some(to)) = (fields.get("from"), fields.get("to")) {
            let (from, to) = (self.value("from", from), self.value("to", to));
            return self.words.fill(shared::TO, &[("from", &from), ("to", &to)]);
        }
        // Whoever is named in a price list by words needs no kind beside them.
        let has_name = fields.get("name").and_then(Value::as_str).is_some_and(|name| !name.is_empty());
        let shown = in_order(fields).into_iter().filter(|(name, _)| !(has_name && *name == "kind"));
        let values = shown.map(|(name, value)| self.value(name, value)).collect::<Vec<_>>();
        self.joined(values.into_iter(), self.words.say(shared::DOT))
    }

    fn joined(&self, values: impl Iterator<Item = String>, by: &str) -> String {
        values.filter(|value| !value.is_empty()).collect::<Vec<_>>().join(by)
    }
}

/// What is shown, in the order in which a person reads it; what this version does not know comes last.
fn in_order(fields: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let place = |name: &str| texts::FIELDS.iter().position(|(known, _)| *known == name).unwrap_or(usize::MAX);
    let shown = fields.iter().filter(|(name, _)| !texts::NOT_SHOWN.contains(&name.as_str()));
    let mut all: Vec<(&str, &Value)> = shown.map(|(name, value)| (name.as_str(), value)).collect();
    all.sort_by_key(|(name, _)| place(name));
    all
}

fn photos(fields: &Map<String, Value>) -> Vec<String> {
    let photo = fields.get("sha256").into_iter();
    let vouchers = fields.get("vouchers").and_then(Value::as_array).into_iter().flatten();
    photo.chain(vouchers).filter_map(Value::as_str).map(str::to_owned).collect()
}

fn ink(ink: &Value) -> Option<(i64, i64, String)> {
    let (width, height) = (ink.get("width")?.as_i64()?, ink.get("height")?.as_i64()?);
    let mut path = String::new();
    for stroke in ink.get("strokes")?.as_array()? {
        for (place, point) in stroke.as_array()?.iter().enumerate() {
            let (x, y) = (point.get(0)?.as_i64()?, point.get(1)?.as_i64()?);
            path += if place == 0 { "M" } else { "L" };
            path += &[x.to_string(), " ".to_owned(), y.to_string()].concat();
        }
    }
    Some((width, height, path))
}

/// What an action holds, on the page. Photos come from this device, else from the server.
#[component]
pub fn ActionContents(
    /// The action as it stands on the wire.
    action: Value,
    /// Says nothing where nothing is in it.
    #[prop(optional)]
    terse: bool,
) -> impl IntoView {
    let (words, desk) = (use_language(), use_desk());
    move || {
        let contents = of(&action, words, desk);
        (!(terse && contents.is_empty())).then(|| shown(contents, words))
    }
}

/// What was begun and is no action yet, on the page.
#[component]
pub fn DraftContents(text: String) -> impl IntoView {
    let (words, desk) = (use_language(), use_desk());
    move || shown(of_draft(&text, words, desk), words)
}

fn shown(contents: Contents, words: Words) -> AnyView {
    if contents.is_empty() {
        return view! { <p class="contents-none muted">{words.say(texts::EMPTY)}</p> }.into_any();
    }
    let Contents { rows, photos, ink } = contents;
    let rows = rows.into_iter().map(|Row { label, value }| view! { <dt>{label}</dt> <dd>{value}</dd> }).collect_view();
    let photos = (!photos.is_empty()).then(|| {
        let pictures = photos.into_iter().map(|sha256| view! { <li><Picture sha256/></li> }).collect_view();
        view! { <ul class="contents-photos">{pictures}</ul> }
    });
    let ink = ink.map(|(width, height, path)| {
        let frame = ["0 0 ", &width.to_string(), " ", &height.to_string()].concat();
        view! {
            <svg class="contents-ink" viewBox=frame role="img" aria-label=words.say(words::office::form::SIGNATURE)>
                <path d=path fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>
            </svg>
        }
    });
    view! { <dl class="contents">{rows}</dl> {photos} {ink} }.into_any()
}

/// One photo by the name of its bytes, or the word that it is not here yet.
#[component]
fn Picture(sha256: String) -> impl IntoView {
    let (desk, words) = (use_desk(), use_language());
    let address = RwSignal::new(None::<Option<String>>);
    spawn_local(async move {
        let Some(client) = desk.client() else { return };
        let loaded = client.blob(&sha256).await;
        let found = loaded.and_then(|(bytes, media_type)| image::object_url(&bytes, &media_type));
        if let Some(unseen) = address.try_set(Some(found)).flatten().flatten() {
            let _ = Url::revoke_object_url(&unseen);
        }
    });
    on_cleanup(move || {
        if let Some(address) = address.try_get_untracked().flatten().flatten() {
            let _ = Url::revoke_object_url(&address);
        }
    });
    move || match address.get() {
        Some(Some(address)) => view! { <img src=address alt=words.say(words::field::PHOTO)/> }.into_any(),
        Some(None) => view! { <span class="photo-missing">{t(texts::PHOTO_MISSING)}</span> }.into_any(),
        None => ().into_any(),
    }
}
