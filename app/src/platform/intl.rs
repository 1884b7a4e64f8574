//! Dates, numbers and plurals as the language that is spoken writes them.

use core::cell::{OnceCell, RefCell};

use companion_core::{Day, Timestamp};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::text::language::mark;

const MS_PER_DAY: f64 = 86_400_000.0;
const MS_PER_MINUTE: f64 = 60_000.0;

/// What the browser knows of the language that is spoken.
struct Spoken {
    /// BCP 47; empty until a language is chosen, which is the browser's own.
    locale: Array,
    number: OnceCell<Function>,
    plurals: OnceCell<Intl::PluralRules>,
    /// Ways to write dates by what they show: making one takes as long as drawing an entry.
    dates: Vec<(String, Function)>,
}

impl Spoken {
    fn new(locale: Array) -> Self {
        Self {
            number: OnceCell::new(),
            plurals: OnceCell::new(),
            dates: Vec::new(),
            locale,
        }
    }

    fn number(&self) -> &Function {
        self.number
            .get_or_init(|| Intl::NumberFormat::new(&self.locale, &Object::new()).format())
    }

    fn plurals(&self) -> &Intl::PluralRules {
        self.plurals
            .get_or_init(|| Intl::PluralRules::new(&self.locale, &Object::new()))
    }
}

thread_local! {
    static SPOKEN: RefCell<Spoken> = RefCell::new(Spoken::new(Array::new()));
}

/// Speaks a language from now on.
pub(crate) fn speak(locale: &str) {
    SPOKEN.set(Spoken::new(Array::of1(&locale.into())));
}

/// Gets ready what writes numbers and times before anything needs it: for the first of them the browser reads its tables of
/// the language.
pub(crate) fn warm_up() {
    SPOKEN.with_borrow(|spoken| {
        spoken.number();
        spoken.plurals();
    });
    time(Timestamp::default());
}

/// "Friday, 20 November", with the year unless it is `this_year`.
pub(crate) fn day(day: Day, this_year: bool) -> String {
    let mut parts = vec![("weekday", "long"), ("day", "numeric"), ("month", "long")];
    if !this_year {
        parts.push(("year", "numeric"));
    }
    date(day, &parts)
}

/// A day by the parts that are wanted of it, as `Intl.DateTimeFormat` names them.
pub(crate) fn date(day: Day, parts: &[(&str, &str)]) -> String {
    // Days of a journal are far inside the 53 bits of a double.
    format(day.0 as f64 * MS_PER_DAY, parts)
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

/// A count with the reader's separators, for where a number stands alone.
pub(crate) fn count(count: u64) -> String {
    // Counts of words and bytes are far inside the 53 bits of a double.
    mark(number(count as f64))
}

/// A number with the reader's separators, as a part of a text.
pub(crate) fn number(number: f64) -> String {
    SPOKEN.with_borrow(|spoken| called(spoken.number(), number))
}

/// The plural category of a number (CLDR): `one`, `few`, `other`, …
pub(crate) fn plural(number: f64) -> String {
    SPOKEN.with_borrow(|spoken| String::from(spoken.plurals().select(number)))
}

/// Formats milliseconds that were shifted to the writer's place, hence the zone UTC.
fn format(ms: f64, parts: &[(&str, &str)]) -> String {
    let name: String = parts
        .iter()
        .flat_map(|(key, value)| [*key, *value])
        .collect();
    let format = SPOKEN.with_borrow_mut(|spoken| {
        let known = spoken.dates.iter().find(|(known, _)| *known == name);
        if let Some((_, format)) = known {
            return format.clone();
        }
        let options = Object::new();
        for (key, value) in parts.iter().chain(&[("timeZone", "UTC")]) {
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&options, &(*key).into(), &(*value).into());
        }
        let format = Intl::DateTimeFormat::new(&spoken.locale, &options).format();
        spoken.dates.push((name, format.clone()));
        format
    });
    mark(called(&format, ms))
}

fn called(format: &Function, number: f64) -> String {
    format
        .call1(&JsValue::UNDEFINED, &JsValue::from_f64(number))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
