label = Deine Einträge durchsuchen
placeholder = Suchen
clear = Suche leeren
results = Gefundene Einträge
# How many were found ($found) and how much of the journal was looked at ($searched)
count-line = { $found }, { $searched }
found =
    { $count ->
        [0] Nichts gefunden
        [one] 1 Treffer
       *[other] { $count } Treffer
    }
# How many ($searched) of all ($total)
searched =
    { $total ->
        [one] { $searched } von 1 Eintrag durchsucht
       *[other] { $searched } von { $total } Einträgen durchsucht
    }
unreadable =
    { $count ->
        [one] 1 Eintrag lässt sich nicht öffnen und wurde nicht durchsucht.
       *[other] { $count } Einträge lassen sich nicht öffnen und wurden nicht durchsucht.
    }
reading = Companion liest deine Einträge noch für die Suche. Treffer kommen nach und nach dazu.
partial = Kein Eintrag enthält alle diese Wörter. Diese enthalten einige davon.
by-meaning = Dem Sinn nach nah
by-both = Deine Wörter, und dem Sinn nach nah
more = Mehr zeigen
none-title = Nichts gefunden
none = Kein Eintrag enthält diese Wörter. Vielleicht genügt ein Teil eines Wortes, oder es gibt ein anderes Wort dafür.
hint-words = Wörter finden Einträge, die alle enthalten. Der Anfang eines Wortes genügt, und kleine Tippfehler machen nichts.
hint-phrase = In Anführungszeichen werden Wörter so gefunden, wie sie dastehen: „der lange Weg nach Hause“.
everywhere = In allen Einträgen suchen
failed-title = Die Suche hat nicht geklappt
failed = Deine Einträge sind sicher. Versuche es noch einmal; wenn es so bleibt, sperre dein Tagebuch und entsperre es wieder.
try-again = Noch einmal versuchen
in-filter = Gezeigt wird nur, was zu deinen Filtern passt.

## Dem Sinn nach, in den Einstellungen

meaning-title = Dem Sinn nach suchen
meaning-lead = Mit einer kleinen zusätzlichen Datei findet Companion auch Einträge, die dasselbe mit anderen Worten sagen: „Wann war ich zuletzt stolz?“ Das geschieht auf diesem Gerät, ohne Netz.
meaning-get = Holen
meaning-get-size = Holen ({ $size })
meaning-arriving = Wird geholt…
meaning-ready = Sie ist auf diesem Gerät.
# How many entries are $done of $total
meaning-progress = { $done } von { $total } Einträgen dem Sinn nach gelesen.
meaning-pauses = Companion liest deine Einträge in kleinen Schritten, während du etwas anderes tust.
meaning-none-here = Diese Seite bietet die Datei nicht an.
meaning-remove = Entfernen
meaning-remove-title = Nur nach Wörtern suchen?
meaning-remove-text = Die Datei geht, und mit ihr, was Companion über den Sinn deiner Einträge herausgefunden hat. Die Einträge bleiben, wie sie sind.
meaning-removed = Gesucht wird jetzt nur nach Wörtern
meaning-failed = Das hat nicht geklappt. An deinem Tagebuch hat sich nichts geändert.
