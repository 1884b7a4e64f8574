//! Between a moment and what the browser's fields for day and time hold.

use companion_core::Timestamp;
use js_sys::Date;

/// The value of a day's field, as its writer lived it: `2026-11-22`.
pub(crate) fn date_input(moment: Timestamp) -> String {
    moment.local_day().to_iso().unwrap_or_default()
}

/// The value of a time's field: `21:40`.
pub(crate) fn time_input(moment: Timestamp) -> String {
    let minutes = moment.local_minute_of_day();
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The moment that two fields name at this place; `None` if they name none.
pub(crate) fn timestamp_of_inputs(day: &str, time: &str) -> Option<Timestamp> {
    let mut day = day.splitn(3, '-').map(str::parse::<i32>);
    let mut time = time.split(':').map(str::parse::<i32>);
    let (year, month, day) = (day.next()?.ok()?, day.next()?.ok()?, day.next()?.ok()?);
    let (hour, minute) = (time.next()?.ok()?, time.next()?.ok()?);
    // A year before 100 would be read as one of the last century.
    if year < 100 {
        return None;
    }
    let date = Date::new_with_year_month_day_hr_min(
        u32::try_from(year).ok()?,
        month - 1,
        day,
        hour,
        minute,
    );
    let unix_ms = date.get_time();
    unix_ms.is_finite().then(|| Timestamp {
        // Whole milliseconds, far inside the range of both types.
        unix_ms: unix_ms as i64,
        utc_offset_minutes: -(date.get_timezone_offset() as i16),
    })
}
