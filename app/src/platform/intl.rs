//! Dates and numbers in the reader's own language.

use companion_core::{Day, Timestamp};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

const MS_PER_DAY: f64 = 86_400_000.0;
const MS_PER_MINUTE: f64 = 60_000.0;

/// "Friday, 20 November", with the year unless it is `this_year`.
pub(crate) fn day(day: Day, this_year: bool) -> String {
    let mut parts = vec![("weekday", "long"), ("day", "numeric"), ("month", "long")];
    if !this_year {
        parts.push(("year", "numeric"));
    }
    // Days of a journal are far inside the 53 bits of a double.
    format(day.0 as f64 * MS_PER_DAY, &parts)
}

/// The calendar year of a day.
pub(crate) fn year(day: Day) -> u32 {
    Date::new(&JsValue::from_f64(day.0 as f64 * MS_PER_DAY)).get_utc_full_year()
}

/// The time of day as its writer's clock showed it: "21:40" or "9:40 PM".
pub(crate) fn time(moment: Timestamp) -> String {
    let local_ms = moment.unix_ms as f64 + f64::from(moment.utc_offset_minutes) * MS_PER_MINUTE;
    format(local_ms, &[("hour", "numeric"), ("minute", "2-digit")])
}

/// A count with the reader's separators.
pub(crate) fn count(number: u64) -> String {
    // Counts of words and bytes are far inside the 53 bits of a double.
    String::from(js_sys::Number::from(number as f64).to_locale_string("default"))
}

/// Formats milliseconds that were shifted to the writer's place, hence the zone UTC.
fn format(ms: f64, parts: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (key, value) in parts.iter().chain(&[("timeZone", "UTC")]) {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&options, &(*key).into(), &(*value).into());
    }
    let format: Function = Intl::DateTimeFormat::new(&Array::new(), &options)
        .unchecked_into::<Intl::DateTimeFormat>()
        .format();
    format
        .call1(&JsValue::UNDEFINED, &JsValue::from_f64(ms))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
