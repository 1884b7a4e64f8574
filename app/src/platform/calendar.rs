//! How the reader's place counts its weeks, and names of days and months.

use companion_core::Day;
use js_sys::{Array, Function, Intl, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::intl;

/// Monday, where the browser does not know.
const MONDAY: u8 = 1;
/// A Monday, to ask for the names of weekdays.
const A_MONDAY: Day = Day(4);

/// The first day of the week, 1 for Monday to 7 for Sunday.
pub(crate) fn first_weekday() -> u8 {
    week_info()
        .filter(|day| (1..=7).contains(day))
        .unwrap_or(MONDAY)
}

/// Browsers disagree whether it is a method or a property; some know neither.
fn week_info() -> Option<u8> {
    let locale = Reflect::get(
        &Intl::DateTimeFormat::default().resolved_options(),
        &"locale".into(),
    )
    .ok()?;
    let class: Function = Reflect::get(
        &Reflect::get(&js_sys::global(), &"Intl".into()).ok()?,
        &"Locale".into(),
    )
    .ok()?
    .dyn_into()
    .ok()?;
    let locale = Reflect::construct(&class, &Array::of1(&locale)).ok()?;
    let get = |name: &str| Reflect::get(&locale, &JsValue::from_str(name)).ok();
    let info = match get("getWeekInfo").and_then(|method| method.dyn_into::<Function>().ok()) {
        Some(method) => method.call0(&locale).ok()?,
        None => get("weekInfo")?,
    };
    // A small whole number.
    Reflect::get(&info, &"firstDay".into())
        .ok()?
        .as_f64()
        .map(|day| day as u8)
}

/// The name of a weekday, 1 for Monday: "Monday" or, `short`, "Mon".
pub(crate) fn weekday(weekday: u8, short: bool) -> String {
    let length = if short { "short" } else { "long" };
    intl::date(
        Day(A_MONDAY.0 + i64::from(weekday) - 1),
        &[("weekday", length)],
    )
}

/// The month of a day: "November 2026".
pub(crate) fn month(day: Day) -> String {
    intl::date(day, &[("month", "long"), ("year", "numeric")])
}

/// A day without its weekday: "22 Nov 2026".
pub(crate) fn short_day(day: Day) -> String {
    intl::date(
        day,
        &[("day", "numeric"), ("month", "short"), ("year", "numeric")],
    )
}
