## Was sich mit der Tastatur tun lässt

palette = Befehl suchen
new-entry = Neuer Eintrag
save = Speichern
full-screen = Vollbild ein oder aus
edit = Diesen Eintrag bearbeiten
reflect = Über diesen Eintrag nachdenken
versions = Frühere Fassungen dieses Eintrags
delete = Diesen Eintrag löschen
search = Suchen
calendar = Kalender öffnen
tags = Alle Schlagwörter zeigen
journal = Zur Liste
trash = Papierkorb öffnen
activity = Aktivität zeigen
settings = Einstellungen öffnen
backup = Sicherung speichern
shortcuts = Tastenkürzel
lock = Sperren
control-with = Strg+{ $key }
control-shift-with = Strg+Umschalt+{ $key }
enter = Eingabe

## Die Palette

palette-label = Befehle, Einstellungen und Einträge
palette-placeholder = Was möchtest du tun?
palette-list = Gefunden
palette-none = So heißt hier nichts.
palette-found =
    { $count ->
        [one] 1 gefunden
       *[other] { $count } gefunden
    }
setting = Einstellung

## Die Liste der Tastenkürzel

shortcuts-title = Tastenkürzel
shortcuts-lead = Sie gelten, solange das Tagebuch geöffnet ist. Einzelne Buchstaben tun nichts, während du schreibst.
while-writing = Während du schreibst
link-selected = Aus den ausgewählten Wörtern einen Link machen
take-or-indent = Auf die Frage antworten oder einen Listenpunkt einrücken
tab = Tab
outdent = Einen Listenpunkt wieder ausrücken
shift-tab = Umschalt+Tab
put-question-away = Die Frage weglegen
escape = Esc
while-looking = In der Liste, den Treffern und dem Kalender
one-on = Zum nächsten Eintrag, Treffer oder Tag
ten-on = Zehn Einträge oder einen Monat weiter
page-keys = Bild auf, Bild ab
year-on = Ein Jahr weiter, im Kalender
shift-page-keys = Umschalt+Bild auf, Bild ab
to-ends = Zum ersten oder letzten, der Liste oder der Woche
end-keys = Pos1, Ende
letters = Einzelne Buchstaben als Tastenkürzel
letters-hint = Schalte sie aus, wenn sie bei der Spracheingabe stören oder aus Versehen geschehen.
keyboard-title = Tastatur
show-shortcuts = Tastenkürzel zeigen
