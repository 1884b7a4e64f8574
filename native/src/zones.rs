//! Time zones, by the tables of this computer.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The offset from UTC in minutes east that was in force in a zone at a moment; the zone `None` is the
/// writer's own.
pub(crate) fn offset_minutes(zone: Option<&str>, unix_ms: i64) -> Option<i16> {
    let at = Timestamp::from_millisecond(unix_ms).ok()?;
    let zone = match zone {
        None => TimeZone::system(),
        Some(name) => TimeZone::get(name).ok()?,
    };
    i16::try_from(zone.to_offset(at).seconds() / 60).ok()
}
