//! Time zones, of which the browser knows all.

use std::cell::RefCell;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The offset from UTC in minutes east that was in force in a zone at a moment; `None` for a zone that the
/// browser does not know. The zone `None` is the writer's own.
pub(super) fn offset_minutes(zone: Option<&str>, unix_ms: i64) -> Option<i16> {
    // Moments of a journal are far inside the 53 bits of a double.
    let at = JsValue::from_f64(unix_ms as f64);
    match zone {
        // The browser counts minutes west.
        None => whole(-Date::new(&at).get_timezone_offset()),
        Some(zone) => named(zone, &at),
    }
}

/// Zones that are remembered: a journal of somebody who travels.
const MAX_REMEMBERED: usize = 64;

thread_local! {
    /// What writes the moments of a zone: making one takes longer than using it a hundred times.
    static WRITERS: RefCell<Vec<(String, Option<Function>)>> = const { RefCell::new(Vec::new()) };
}

/// By what the browser writes: `GMT`, `GMT+05:30`.
fn named(zone: &str, at: &JsValue) -> Option<i16> {
    let writer = WRITERS.with_borrow_mut(|writers| {
        if let Some((_, writer)) = writers.iter().find(|(name, _)| name == zone) {
            return writer.clone();
        }
        let writer = writer_of(zone);
        if writers.len() < MAX_REMEMBERED {
            writers.push((zone.to_owned(), writer.clone()));
        }
        writer
    })?;
    let text = writer.call1(&JsValue::UNDEFINED, at).ok()?.as_string()?;
    offset_of(&text)
}

/// Nothing for a name that is no zone.
fn writer_of(zone: &str) -> Option<Function> {
    let options = Object::new();
    for (key, value) in [("timeZone", zone), ("timeZoneName", "longOffset")] {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    // A name that is none throws, which only a call through the constructor's value reports.
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let constructor = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?;
    let constructor: Function = constructor.dyn_into().ok()?;
    let arguments = Array::of2(&"en-US".into(), &options);
    let format = Reflect::construct(&constructor, &arguments).ok()?;
    Some(format.unchecked_into::<Intl::DateTimeFormat>().format())
}

fn whole(minutes: f64) -> Option<i16> {
    // Less than a day either way.
    minutes.is_finite().then_some(minutes as i16)
}

/// The minutes that a text like `11/22/2026, GMT-03:30` ends with.
fn offset_of(text: &str) -> Option<i16> {
    let (_, offset) = text.rsplit_once("GMT")?;
    let Some(sign) = offset.chars().next() else {
        return Some(0);
    };
    let (hours, minutes) = offset.get(sign.len_utf8()..)?.split_once(':')?;
    let minutes = hours.parse::<i16>().ok()? * 60 + minutes.get(..2)?.parse::<i16>().ok()?;
    Some(if sign == '+' { minutes } else { -minutes })
}
