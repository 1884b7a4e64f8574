## Mood

mood = How do you feel?
mood-was = How you felt
moods =
    .awful = Awful
    .low = Low
    .okay = Okay
    .good = Good
    .great = Great

## Favourites

favourite = Favourite
make-favourite = Mark as a favourite
no-favourite = No favourite any more

## The top of the list

finding = Find entries
calendar = Calendar
tags = Tags
filter = Filter
clear = Show all
matching = Only
from = From
to = To
date = Written
favourites-only = Favourites
photos-only = With photos
mood-filter = Mood
tag-filter = Tags
all-tags = All tags
none-title = No entry fits
none = Take one of the filters above away, or begin again with all entries. Moods and favourites are marked on an entry’s page; tags are typed in the text, like #garden.
on-this-day = On this day
put-away = Put away for today
streak-all = You have written on each of the last 7 days

## Signs on a line of the list

photos =
    { $photos ->
        [one] 1 photo
       *[other] { $photos } photos
    }
recordings =
    { $recordings ->
        [one] 1 recording
       *[other] { $recordings } recordings
    }

## The calendar

calendar-title = Calendar
previous-month = Previous month
next-month = Next month
to-today = Today
year = Year
shade = Show
shades =
    .amount = How much
    .mood = Mood
no-entries = Nothing written on this day.
month-empty = Nothing written in this month
show-in-list = Show in the journal
begin-on-day = Begin an entry for this day
not-yet = This day is still to come.
calendar-keys = Arrow keys move by days and weeks, Page Up and Page Down by months, with Shift by years.

## Tags

tags-title = Tags
tags-lead = Type # and a word anywhere in an entry, like #garden, and the entry is found under it.
tags-none = No tags yet
tags-none-hint = A tag needs no setting up: write #garden or #lena wherever it fits. Every entry that has it is listed here.
rename = Rename
rename-field = New name
rename-text = The tag is changed in the text of each entry that has it. What an entry said before is kept as an earlier version.
rename-merges = There is a tag of this name already: the two become one.
rename-wrong = A tag is one word: letters and digits, with hyphens between them if you like, and not digits alone.
renaming = Renaming…
rename-undone = The tag is called as before

## Settings

list-setting = Your list
show-streak = Tell me on how many days I have written
show-on-this-day = Show what I wrote on this day in earlier years

## Sentences with gaps

# $found $all
found =
    { $all ->
        [one] { $found } of 1 entry
       *[other] { $found } of { $all } entries
    }
remove-filter = Take away: { $what }
since = Since { $day }
until = Until { $day }
# $from $to
between = { $from } – { $to }
years-ago =
    { $years ->
        [one] 1 year ago
       *[other] { $years } years ago
    }
streak =
    { $days ->
        [one] You have written on 1 of the last 7 days
       *[other] You have written on { $days } of the last 7 days
    }
entries =
    { $entries ->
        [one] 1 entry
       *[other] { $entries } entries
    }
days-written =
    { $days ->
        [one] 1 day written
       *[other] { $days } days written
    }
# $day $what
day-label = { $day }: { $what }
mood-label = Mood: { $mood }
only-tag = Entries with #{ $tag }
# $from $to
rename-question = Rename #{ $from } to #{ $to }?
renamed =
    { $entries ->
        [0] No entry has this tag any more
        [one] Renamed in 1 entry
       *[other] Renamed in { $entries } entries
    }
