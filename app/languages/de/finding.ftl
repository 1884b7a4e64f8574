## Mood

mood = Wie fühlst du dich?
mood-was = Wie du dich gefühlt hast
moods =
    .awful = Elend
    .low = Gedrückt
    .okay = Geht so
    .good = Gut
    .great = Wunderbar

## Favourites

favourite = Favorit
make-favourite = Als Favorit merken
no-favourite = Kein Favorit mehr

## The top of the list

finding = Einträge finden
calendar = Kalender
tags = Schlagwörter
filter = Filtern
clear = Alle zeigen
matching = Nur
from = Von
to = Bis
date = Geschrieben
favourites-only = Favoriten
photos-only = Mit Fotos
mood-filter = Stimmung
tag-filter = Schlagwörter
all-tags = Alle Schlagwörter
none-title = Kein Eintrag passt
none = Nimm oben einen der Filter weg, oder beginne wieder mit allen Einträgen. Stimmung und Favoriten merkst du auf der Seite eines Eintrags; Schlagwörter tippst du in den Text, etwa #garten.
on-this-day = An diesem Tag
put-away = Für heute weglegen
streak-all = Du hast an jedem der letzten 7 Tage geschrieben

## Signs on a line of the list

photos =
    { $photos ->
        [one] 1 Foto
       *[other] { $photos } Fotos
    }
recordings =
    { $recordings ->
        [one] 1 Aufnahme
       *[other] { $recordings } Aufnahmen
    }

## The calendar

calendar-title = Kalender
previous-month = Voriger Monat
next-month = Nächster Monat
to-today = Heute
year = Jahr
shade = Zeigen
shades =
    .amount = Wie viel
    .mood = Stimmung
no-entries = An diesem Tag ist nichts geschrieben.
month-empty = In diesem Monat ist nichts geschrieben
show-in-list = Im Tagebuch zeigen
begin-on-day = Einen Eintrag für diesen Tag beginnen
not-yet = Dieser Tag kommt erst noch.
calendar-keys = Pfeiltasten gehen um Tage und Wochen weiter, Bild auf und Bild ab um Monate, mit der Umschalttaste um Jahre.

## Tags

tags-title = Schlagwörter
tags-lead = Tippe irgendwo in einem Eintrag # und ein Wort, etwa #garten, und der Eintrag ist darunter zu finden.
tags-none = Noch keine Schlagwörter
tags-none-hint = Ein Schlagwort braucht keine Vorbereitung: Schreib #garten oder #lena, wo es passt. Hier steht dann jeder Eintrag, der es hat.
rename = Umbenennen
rename-field = Neuer Name
rename-text = Das Schlagwort wird im Text jedes Eintrags geändert, der es hat. Was ein Eintrag vorher sagte, bleibt als frühere Fassung.
rename-merges = Ein Schlagwort dieses Namens gibt es schon: aus beiden wird eines.
rename-wrong = Ein Schlagwort ist ein Wort: Buchstaben und Ziffern, wenn du magst mit Bindestrichen dazwischen, und nicht nur Ziffern.
renaming = Wird umbenannt…
rename-undone = Das Schlagwort heißt wieder wie zuvor

## Settings

list-setting = Deine Liste
show-streak = Mir sagen, an wie vielen Tagen ich geschrieben habe
show-on-this-day = Zeigen, was ich an diesem Tag in früheren Jahren geschrieben habe

## Sentences with gaps

# $found $all
found =
    { $all ->
        [one] { $found } von 1 Eintrag
       *[other] { $found } von { $all } Einträgen
    }
remove-filter = Wegnehmen: { $what }
since = Seit { $day }
until = Bis { $day }
# $from $to
between = { $from } – { $to }
years-ago =
    { $years ->
        [one] Vor 1 Jahr
       *[other] Vor { $years } Jahren
    }
streak =
    { $days ->
        [one] Du hast an 1 der letzten 7 Tage geschrieben
       *[other] Du hast an { $days } der letzten 7 Tage geschrieben
    }
entries =
    { $entries ->
        [one] 1 Eintrag
       *[other] { $entries } Einträge
    }
days-written =
    { $days ->
        [one] An 1 Tag geschrieben
       *[other] An { $days } Tagen geschrieben
    }
# $day $what
day-label = { $day }: { $what }
mood-label = Stimmung: { $mood }
only-tag = Einträge mit #{ $tag }
# $from $to
rename-question = #{ $from } in #{ $to } umbenennen?
renamed =
    { $entries ->
        [0] Kein Eintrag hat dieses Schlagwort mehr
        [one] In 1 Eintrag umbenannt
       *[other] In { $entries } Einträgen umbenannt
    }
