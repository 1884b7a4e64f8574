title = Import
lead = Hol, was du in Day One, jrnl, Joplin, Standard Notes, Obsidian oder in einem Ordner mit Markdown-Dateien geschrieben hast, in dieses Tagebuch. Gelesen wird es auf diesem Gerät, und nichts wird verändert, bevor du gesehen hast, was kommen würde.
pick = Datei wählen
pick-hint = Eine Zip-Datei, eine JEX-Datei, eine Sicherung oder eine Textdatei, wie das andere Programm sie ausgibt. Was sie ist, zeigt ihr Inhalt, egal wie sie heißt.
pick-folder = Ordner wählen
opening = Die Datei wird geöffnet …
looking = Die Datei wird durchgesehen …
bringing = Deine Einträge kommen herein …
stop = Anhalten
stop-hint = Was schon da ist, bleibt.
password-lead = Diese Datei ist verschlüsselt. Ihr Passwort ist das des Programms, aus dem sie stammt; es wird nicht gespeichert.
password = Ihr Passwort
password-go = Öffnen
password-missing = Gib zuerst das Passwort der Datei ein.
take = Hereinholen
leave = Nicht jetzt
nothing-new = In dieser Datei ist nichts Neues.
samples = Einige davon
untitled = Ohne Titel
skipped-title = Was nicht kommen würde
skipped-after-title = Was nicht gekommen ist
keep-originals = Fotos genau so behalten, wie sie sind
keep-originals-hint = Sonst wird entfernt, was die Kamera hineingeschrieben hat, zum Beispiel der Ort. Die Bilder bleiben, wie sie sind.
names-title = Welche
done-title = Importiert
stopped-title = Angehalten
cut-off-title = Abgebrochen
undone-title = Rückgängig gemacht
again = Etwas anderes importieren
undo = Diesen Import rückgängig machen
undo-title = Diese Einträge in den Papierkorb legen?
undo-text = Alles, was dieser Import gebracht hat, kommt in den Papierkorb, auch was du seitdem geändert hast. Von dort lässt es sich 30 Tage lang zurückholen.
undo-action = In den Papierkorb
receipts-title = Frühere Importe
sign = Importiert
source-companion = Companions JSON
source-day-one = Day One
source-jrnl = jrnl
source-joplin = Joplin
source-standard-notes = Standard Notes
source-markdown = Markdown-Dateien
source-sample = Beispieltagebuch

## Sätze mit Lücken

from = Importiert aus { $source }
progress = { $done } von { $total }
found = { $file } stammt aus: { $source }. Darin { $count ->
        [one] ist 1 Text.
       *[other] sind { $count } Texte.
    }
would-come =
    { $count ->
        [one] 1 Eintrag würde kommen.
       *[other] { $count } Einträge würden kommen.
    }
range = Sie sind vom { $first } bis zum { $last }.
range-day = Vom { $day }.
cut =
    { $count ->
        [one] 1 Text ist länger, als ein Eintrag sein darf, und kommt als mehrere Einträge.
       *[other] { $count } Texte sind länger, als ein Eintrag sein darf, und kommen als mehrere Einträge.
    }
photos =
    { $count ->
        [one] 1 Foto kommt mit.
       *[other] { $count } Fotos kommen mit.
    }
unseen =
    { $count ->
        [one] 1 Foto ist HEIC, das nur manche Browser zeigen können. Es bleibt erhalten.
       *[other] { $count } Fotos sind HEIC, das nur manche Browser zeigen können. Sie bleiben erhalten.
    }
recordings =
    { $count ->
        [one] 1 Sprachnotiz kommt mit, so wie sie ist, samt dem, was ihre Datei verrät, etwa wo sie aufgenommen wurde.
       *[other] { $count } Sprachnotizen kommen mit, so wie sie sind, samt dem, was ihre Dateien verraten, etwa wo sie aufgenommen wurden.
    }
missing =
    { $count ->
        [one] 1 Anhang kommt nicht mit: Er fehlt in der Datei oder ist weder Foto noch Sprachnotiz.
       *[other] { $count } Anhänge kommen nicht mit: Sie fehlen in der Datei oder sind weder Fotos noch Sprachnotizen.
    }
dates-of-files =
    { $count ->
        [one] 1 Text sagt nicht, wann er geschrieben wurde; er bekommt das Datum seiner Datei.
       *[other] { $count } Texte sagen nicht, wann sie geschrieben wurden; sie bekommen die Daten ihrer Dateien.
    }
converted =
    { $count ->
        [one] 1 Text ist formatiert und wird zu Markdown.
       *[other] { $count } Texte sind formatiert und werden zu Markdown.
    }
skipped-empty = { $count } ohne Text
skipped-duplicate = { $count } schon hier
skipped-differs = { $count } schon hier mit anderem Text; deiner bleibt
skipped-no-date = { $count } ohne Angabe, wann sie geschrieben wurden
skipped-unreadable = { $count } nicht lesbar
skipped-too-large = { $count } zu groß für einen Eintrag
skipped-encrypted = { $count } noch verschlüsselt
skipped-deleted = { $count } aus dem Papierkorb dort
reason-empty = kein Text
reason-duplicate = schon hier
reason-differs = hier steht ein anderer Text
reason-no-date = kein Datum
reason-unreadable = nicht lesbar
reason-too-large = zu groß
reason-encrypted = verschlüsselt
reason-deleted = lag im Papierkorb
told = { $name }: { $why }
reconciled = { $found } gefunden = { $imported } importiert + { $skipped } ausgelassen.
made = Es sind { $made } Einträge, weil lange Texte geteilt wurden.
stopped-at = Angehalten nach { $found } von { $total }.
cut-off-at = Abgebrochen nach { $found } von { $total }. Importiere die Datei noch einmal, um den Rest zu holen: Nichts kommt doppelt.
attachments =
    { $count ->
        [one] 1 Foto oder eine Sprachnotiz kam mit.
       *[other] { $count } Fotos und Sprachnotizen kamen mit.
    }
telling =
    { $count ->
        [one] Bei 1 davon steht in der Datei noch, was vorher darin stand, etwa ein Ort.
       *[other] Bei { $count } davon steht in den Dateien noch, was vorher darin stand, etwa ein Ort.
    }
attachments-missing =
    { $count ->
        [one] 1 Foto oder anderer Anhang kam nicht mit.
       *[other] { $count } Fotos oder andere Anhänge kamen nicht mit.
    }
undone =
    { $count ->
        [0] Von diesem Import lag nichts mehr außerhalb des Papierkorbs.
        [one] 1 Eintrag liegt jetzt im Papierkorb.
       *[other] { $count } Einträge liegen jetzt im Papierkorb.
    }
undone-at = Rückgängig gemacht: { $when }.
receipt = { $file } ({ $source }), { $when }: { $entries ->
        [one] 1 Eintrag
       *[other] { $entries } Einträge
    }

## Was schiefging, was sicher ist, was zu tun ist

failure-unknown = Companion kennt diese Datei nicht; es wurde nichts verändert. Gelesen werden Ausgaben von Day One (JSON), jrnl, Joplin (JEX), Standard Notes, Companions JSON sowie Markdown- und Textdateien.
failure-password = Dieses Passwort öffnet die Datei nicht. Es wurde nichts verändert. Versuch es noch einmal.
failure-too-large = Diese Datei ist größer, als Companion liest, oder enthält mehr, als sie misst. Es wurde nichts verändert. Gib sie in kleineren Teilen aus und versuch es noch einmal.
failure-damaged = Diese Datei lässt sich nicht verwenden: Sie ist beschädigt, oder nur ein Teil von ihr ist da. Was dein Tagebuch enthält, ist sicher. Gib sie noch einmal aus und versuch es dann.
failure-sealed = Diese Datei ist auf eine Weise verschlüsselt, die Companion nicht öffnen kann. Es wurde nichts verändert. Gib sie ohne Passwort aus und versuch es noch einmal.
failure-newer = Diese Datei stammt von einer neueren Fassung von Companion. Es wurde nichts verändert. Lade diese Seite neu, um Companion zu aktualisieren, und versuch es dann noch einmal.
failure-file = Die Datei ließ sich nicht lesen. Was dein Tagebuch enthält, ist sicher. Kopiere sie auf dieses Gerät und versuch es noch einmal.
failure-storage-full = Auf diesem Gerät ist kein Platz mehr. Was schon gekommen ist, ist sicher und bleibt. Schaff etwas Platz und importiere die Datei noch einmal: Nichts kommt doppelt.
