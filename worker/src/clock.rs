//! The browser's clock.

use companion_core::{Clock, Timestamp};

/// Tells the time by `Date`, with the offset that is in force where the writer is.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserClock;

impl Clock for BrowserClock {
    fn now(&self) -> Timestamp {
        let date = js_sys::Date::new_0();
        Timestamp {
            // Both are whole numbers far inside the target's range (ECMA-262: ±8.64e15 ms;
            // offsets are below a day), and `as` saturates.
            unix_ms: date.get_time() as i64,
            // `getTimezoneOffset` counts minutes west of the place to UTC.
            utc_offset_minutes: -date.get_timezone_offset() as i16,
        }
    }
}
