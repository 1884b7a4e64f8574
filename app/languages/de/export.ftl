title = Exportieren
lead = Nimm deine Einträge mit: als Dateien, die du lesen, drucken und mit anderen Programmen öffnen kannst.
format = Exportieren als
markdown = Markdown
markdown-hint = Ein Ordner mit Textdateien, eine für jeden Eintrag, Fotos und Sprachnotizen daneben. Für jeden Texteditor und für Programme wie Obsidian.
pdf = PDF
pdf-hint = Ein Buch zum Drucken, Aufheben oder Verschenken.
html = Webseite
html-hint = Eine Seite, in der alles steckt, auch Fotos und Sprachnotizen. Öffnet sich in jedem Browser, ohne Netz.
json = JSON
json-hint = Alles, was Companion von deinen Einträgen weiß, für Programme. Companion kann es wieder importieren.
which = Welche Einträge
from = Von
to = Bis
tag = Schlagwort
all-tags = Alle Schlagwörter
favourites = Nur Favoriten
nothing = Kein Eintrag passt. Wähle andere Tage oder ein anderes Schlagwort.
days-crossed = Der erste Tag liegt nach dem letzten.
start = Exportieren…

chosen = { $parts }.
entries =
    { $entries ->
        [one] 1 Eintrag
       *[other] { $entries } Einträge
    }
words =
    { $words ->
        [one] 1 Wort
       *[other] { $words } Wörter
    }
photos =
    { $photos ->
        [one] 1 Foto
       *[other] { $photos } Fotos
    }
recordings =
    { $recordings ->
        [one] 1 Sprachnotiz
       *[other] { $recordings } Sprachnotizen
    }

## Die Frage davor

confirm-title = Diese Datei wird nicht verschlüsselt
confirm-text = Wer die Datei hat, kann sie lesen: auf diesem Gerät, in einem Cloud-Ordner, in dem sie liegt, und in jeder Kopie. Bewahre sie auf wie ein Tagebuch aus Papier. Dein Tagebuch selbst bleibt, wie es ist: verschlüsselt.
confirm = Unverschlüsselt exportieren

## Unterwegs

picking = Wähle, wo sie gespeichert wird…
going = Deine Einträge werden geschrieben…
fetching = Die Schriften für deine Sprachen werden geholt. Sie bleiben für das nächste Mal hier.
finishing = Die Datei wird fertiggestellt…
progress = { $done } von { $total }
cancel = Anhalten
cancelled = Der Export wurde angehalten. Von ihm ist keine Datei übrig.

## Was daraus wurde

finished = { $name } ist geschrieben: { $entries }, { $size }. Denk daran, dass sie nicht verschlüsselt ist.
handed-over = { $name } ist fertig: { $entries }, { $size }. Sieh nach, ob dein Browser sie gespeichert hat, und denk daran, dass sie nicht verschlüsselt ist.
unreadable =
    { $count ->
        [one] 1 Eintrag oder Anhang ließ sich nicht lesen und fehlt darin.
       *[other] { $count } Einträge oder Anhänge ließen sich nicht lesen und fehlen darin.
    }
without-font = Für diese Zeichen gibt es hier keine Schrift, an ihrer Stelle steht ein Kästchen: { $letters }

## Was schiefging, was sicher ist, was zu tun ist

failed-file = Die Datei ließ sich nicht schreiben. Deinem Tagebuch ist nichts passiert. Sieh nach, ob dort, wo du speicherst, genug Platz ist, und versuch es noch einmal.
failed-fonts = Einige deiner Einträge brauchen eine Schrift von { $megabytes } MB, die noch nicht auf diesem Gerät ist. Geh einmal online und versuch es noch einmal: Dann bleibt sie hier. Die anderen Arten von Export gehen ohne sie.
failed-pdf = Der Teil von Companion, der PDFs macht, ließ sich nicht laden oder hat versagt. Deinem Tagebuch ist nichts passiert. Lade die Seite neu und versuch es noch einmal, oder wähle eine andere Art von Export.
