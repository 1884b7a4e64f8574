title = Tempo auf diesem Gerät
lead = Wie schnell das Sprachmodell ist, hängt von diesem Gerät ab. Das Messen dauert etwa 20 Sekunden: Das Modell liest einen erfundenen Text und schreibt ihn weiter, nichts von dir, und nichts verlässt dieses Gerät.
open = Wie schnell ist es hier?
run = Messen
again = Noch einmal messen
measuring = Wird gemessen …
stopped = Angehalten. Nichts wurde verändert.
figures = Alle Zahlen, zum Vergleichen
to-journal = Zum Tagebuch
no-model = Auf diesem Gerät ist noch kein Modell. Öffne dein Tagebuch, hol in den Einstellungen eines und komm dann zurück.

## Sätze mit Lücken

asked-for = Gemessen werden soll mit dem Modell „{ $model }“. Wenn es nicht das hier gespeicherte ist, wird es zuerst von diesem Rechner kopiert und nimmt den Platz des gespeicherten ein.
not-here = Das Modell „{ $model }“ ist weder hier gespeichert noch auf diesem Rechner. Nichts wurde verändert.
question = Eine Frage zu einem Eintrag dauert { $duration }.
waking = Das Modell zu wecken dauert { $duration }, einmal bei jedem Öffnen von Companion.
rates = Es liest ungefähr { $reads } in der Sekunde und schreibt ungefähr { $writes }.
memory = Solange es wach ist, belegt es { $size } Speicher.
under-a-second = weniger als eine Sekunde
about-seconds =
    { $seconds ->
        [one] ungefähr eine Sekunde
       *[other] ungefähr { $seconds } Sekunden
    }
about-minutes =
    { $minutes ->
        [one] ungefähr eine Minute
       *[other] ungefähr { $minutes } Minuten
    }
words-a-second =
    { $words ->
        [0] weniger als ein Wort
        [one] ein Wort
       *[other] { $words } Wörter
    }
