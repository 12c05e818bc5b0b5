//! Instants, days and amounts by the reader's language and the centre's zone. The browser's own `Intl` does the work.

use chrono::NaiveDate;
use domain::{Money, Timestamp};
use words::Lang;

use crate::after_paint;

/// Zone used until the session says otherwise.
pub const DEFAULT_ZONE: &str = "Asia/Shanghai";

/// How an instant is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `14:22`
    Time,
    /// `11月23日 周一`; with the year when it is not this one
    Day,
    /// `11月23日 14:22`; with the year when it is not this one
    DayTime,
    /// `2026-11-23` in every language
    IsoDate,
    /// `2026-11-23T14:22`, as `datetime-local` inputs want it
    Local,
}

/// An instant in words.
#[must_use]
pub fn instant(at: Timestamp, shape: Shape, lang: Lang, zone: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return browser::instant(at, shape, lang, zone);
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = (shape, lang, zone);
        at.to_string()
    }
}

/// Makes ready what instants of these shapes need, one after each frame: the first of each shape would otherwise keep a tap
/// waiting.
pub fn prepare(shapes: &'static [Shape], at: Timestamp, lang: Lang, zone: String) {
    let Some((first, others)) = shapes.split_first() else { return };
    after_paint(move || {
        let _ = instant(at, *first, lang, &zone);
        prepare(others, at, lang, zone);
    });
}

/// The instant a `datetime-local` value names in the zone; None when it is no such value.
#[must_use]
pub fn parse_local(value: &str, zone: &str) -> Option<Timestamp> {
    let as_utc: Timestamp = [value.get(..16)?, ":00Z"].concat().parse().ok()?;
    // Two rounds settle the offset even next to a change of clocks.
    let mut guess = as_utc;
    for _ in 0..2 {
        let shown: Timestamp = [&instant(guess, Shape::Local, Lang::En, zone), ":00Z"].concat().parse().ok()?;
        guess = guess.plus(as_utc.since(shown));
    }
    Some(guess)
}

/// The local day that holds the instant; none if the zone is unknown to the browser.
#[must_use]
pub fn date(at: Timestamp, zone: &str) -> Option<NaiveDate> {
    instant(at, Shape::IsoDate, Lang::En, zone).parse().ok()
}

/// The start of the local day that holds the instant.
#[must_use]
pub fn start_of_day(at: Timestamp, zone: &str) -> Timestamp {
    let day = instant(at, Shape::IsoDate, Lang::En, zone);
    parse_local(&[&day, "T00:00"].concat(), zone).unwrap_or(at)
}

/// A span as hours and minutes, `1:06`; always positive.
#[must_use]
pub fn span(millis: i64) -> String {
    let minutes = millis.unsigned_abs() / 60_000;
    let (hours, rest) = (minutes / 60, minutes % 60);
    let tens = if rest < 10 { ":0" } else { ":" };
    [hours.to_string().as_str(), tens, rest.to_string().as_str()].concat()
}

/// A span as [`span`] says it, from two days on as days and hours.
#[must_use]
pub fn long_span(millis: i64, lang: Lang) -> String {
    let hours = millis.unsigned_abs() / 3_600_000;
    if hours < 48 {
        return span(millis);
    }
    let (days, rest) = ((hours / 24).to_string(), (hours % 24).to_string());
    words::fill(words::common::DAYS_HOURS.get(lang), &[("days", &days), ("hours", &rest)])
}

/// An amount with its currency, `¥12.50` or `12.50 元`.
#[must_use]
pub fn money(amount: Money, lang: Lang) -> String {
    match lang {
        Lang::En => ["CNY ", &amount.to_string()].concat(),
        Lang::ZhCn | Lang::ZhTw => [&amount.to_string(), " 元"].concat(),
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::{cell::RefCell, collections::HashMap};

    use domain::Timestamp;
    use js_sys::{Array, Date, Function, Intl::DateTimeFormat, Object, Reflect};
    use wasm_bindgen::JsValue;
    use words::Lang;

    use super::Shape;

    thread_local! {
        // Making a formatter costs a hundred times as much as using it.
        static FORMATTERS: RefCell<HashMap<(u8, bool, u8, String), Function>> = RefCell::new(HashMap::new());
    }

    pub fn instant(at: Timestamp, shape: Shape, lang: Lang, zone: &str) -> String {
        let is_far = matches!(shape, Shape::Day | Shape::DayTime)
            && Date::new(&JsValue::from_f64(at.millis() as f64)).get_full_year() != Date::new_0().get_full_year();
        let key = (shape as u8, is_far, lang as u8, zone.to_owned());
        let formatter = FORMATTERS
            .with_borrow_mut(|known| known.entry(key).or_insert_with(|| make(shape, is_far, lang, zone)).clone());
        let date = Date::new(&JsValue::from_f64(at.millis() as f64));
        let text = formatter.call1(&JsValue::NULL, &date).ok().and_then(|text| text.as_string()).unwrap_or_default();
        match shape {
            Shape::Local => text.replace(' ', "T").replace("T24:", "T00:"),
            _ => text,
        }
    }

    fn make(shape: Shape, with_year: bool, lang: Lang, zone: &str) -> Function {
        let options = Object::new();
        let set = |name: &str, value: &str| {
            let _ = Reflect::set(&options, &name.into(), &value.into());
        };
        set("timeZone", zone);
        let time = [("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")];
        let fields: &[(&str, &str)] = match shape {
            Shape::Time => &time,
            Shape::Day => &[("month", "short"), ("day", "numeric"), ("weekday", "short")],
            Shape::DayTime => &[
                ("month", "short"),
                ("day", "numeric"),
                ("hour", "2-digit"),
                ("minute", "2-digit"),
                ("hourCycle", "h23"),
            ],
            Shape::IsoDate => &[("year", "numeric"), ("month", "2-digit"), ("day", "2-digit")],
            Shape::Local => &[
                ("year", "numeric"),
                ("month", "2-digit"),
                ("day", "2-digit"),
                ("hour", "2-digit"),
                ("minute", "2-digit"),
                ("hourCycle", "h23"),
            ],
        };
        fields.iter().for_each(|(name, value)| set(name, value));
        if with_year {
            set("year", "numeric");
        }
        // Swedish writes dates as ISO 8601 does.
        let locale = if matches!(shape, Shape::IsoDate | Shape::Local) { "sv-SE" } else { lang.tag() };
        DateTimeFormat::new(&Array::of1(&locale.into()), &options).format()
    }
}
