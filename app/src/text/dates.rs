//! Days as people say them.

use companion_core::{Day, Timestamp};

use super::words;
use crate::platform::{intl, now};

/// "Today", "Yesterday", or the date.
pub(crate) fn day(day: Day) -> String {
    let today = now().local_day();
    match today.0 - day.0 {
        0 => words::today().into(),
        1 => words::yesterday().into(),
        _ => intl::day(day, intl::year(day) == intl::year(today)),
    }
}

/// "Today, 21:40".
pub(crate) fn moment(moment: Timestamp) -> String {
    words::day_and_time(day(moment.local_day()), intl::time(moment))
}

/// "Sunday, 22 November 2026, 21:40".
pub(crate) fn whole_moment(moment: Timestamp) -> String {
    words::day_and_time(intl::day(moment.local_day(), false), intl::time(moment))
}
