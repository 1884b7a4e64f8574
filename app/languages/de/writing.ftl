## Schreiben: Formatieren, Datum, Fragen am Rand, Vorlagen

format = Formatieren
bold = Fett
italic = Kursiv
heading = Überschrift
bullets = Liste
numbers = Nummerierte Liste
boxes = Checkliste
quote = Zitat
link = Link

# The day and time of an entry
date = Tag und Uhrzeit
change-date = Tag und Uhrzeit ändern
day = Tag
time = Uhrzeit
date-set = Setzen
date-now = Jetzt
date-missing = Wähle zuerst Tag und Uhrzeit.
future-title = Das kommt erst noch
future = Ein Eintrag mit einem Datum in der Zukunft steht ganz oben in deinem Tagebuch, bis sein Tag vorbei ist.
future-do = Vordatieren

# Questions in the margin
prompt = Eine Frage
prompt-take = Antworten
# The name on the key
prompt-take-key = Tab
prompt-dismiss = Jetzt nicht (Esc)
prompt-off-opening = Auf leeren Seiten nie fragen
prompt-off-idle = Beim Schreiben nie fragen
opening-off = Keine Fragen mehr auf leeren Seiten
idle-off = Keine Fragen mehr, während du schreibst
prompts-on = Die Fragen sind wieder da
settings = Schreiben
idle-after = Fragen, wenn ich innehalte für
idle-hint = Eine kurze Frage zu dem, was du bisher geschrieben hast. Tab beantwortet sie, Esc legt sie weg, und wenn du weiterschreibst, verblasst sie.
opening-setting = Auf einer leeren Seite
opening-question = Eine Frage
opening-nothing = Nichts
asker = Die Fragen stellt
asker-model = Das Modell
asker-people = Eine Sammlung
asker-hint = Ohne Modell und bei schwachem Akku kommen sie aus einer Sammlung von mehr als 200, die Menschen geschrieben haben; keine kommt innerhalb von zwei Monaten zweimal.
# How long a pause is
idle-choice =
    { $seconds ->
        [0] Nie
        [60] 1 Minute
       *[other] { $seconds } Sekunden
    }
# What screen readers say of a question
heard = { $question } Tab zum Antworten, Escape zum Weglegen.

# Templates
templates = Vorlagen
templates-lead = Beginne mit einer vorbereiteten Seite.
templates-own = Deine eigenen
templates-own-none = Eine Seite, die du immer wieder gleich beginnst? Heb ihren Anfang als eigene Vorlage auf.
template-new = Neue Vorlage
template-new-title = Neue Vorlage
template-edit-title = Vorlage ändern
template-edit = Ändern
template-delete = Löschen
template-name = Name
template-text = Text
template-text-hint = Markdown funktioniert hier wie in Einträgen.
template-save = Vorlage behalten
template-empty = Schreib zuerst den Text der Vorlage.
template-deleted = Vorlage gelöscht
template-back = Die Vorlage ist wieder da
template-kept = Vorlage behalten
too-many-templates = Es gibt so viele Vorlagen, wie es geben darf. Lösche eine, die du nicht mehr brauchst.

## Pasting

paste-too-long = Das ist mehr Text, als die Seite auf einmal nimmt, und es wurde nichts eingefügt. Füge ihn in Teilen ein, oder hol ihn als Datei herein: Einstellungen, Import.
