## Hinzufügen

attach-hint = Ein Foto oder eine Sprachnotiz anhängen
photo = Fotos
camera = Foto aufnehmen
voice = Stimme aufnehmen
keep-original = Fotos genau so behalten, wie sie sind
keep-original-hint = Sonst werden sie verkleinert, und was die Kamera hineingeschrieben hat, etwa der Ort, wird entfernt.
drop-here = Fotos hier ablegen
adding =
    { $photos ->
        [one] Ein Foto wird hinzugefügt …
       *[other] { $photos } Fotos werden hinzugefügt …
    }
added = Foto hinzugefügt
list = Fotos und Sprachnotizen

## Eines davon

untitled-photo = Foto ohne Beschreibung
recording = Sprachnotiz
recording-of = Sprachnotiz, { $time }
place = { $number } von { $total }
open-photo = Größer zeigen: { $what }
open-details = Beschreiben oder entfernen: { $what }
play = Abspielen:{" "}
playing = Sprachnotiz
reading = Wird geöffnet …
not-shown = Dieses Foto lässt sich nicht zeigen. Was davon gespeichert ist, wurde verändert oder beschädigt.
not-shown-here = Dieser Browser kann dieses Foto nicht zeigen. Es ist aufbewahrt: exportiere es, um es anderswo zu sehen.
not-played = Diese Sprachnotiz lässt sich hier nicht abspielen. Exportiere sie, um sie anderswo zu hören.
next = Weiter
previous = Zurück
description = Was zu sehen ist, für alle, die es nicht sehen können
caption = Bildunterschrift
remove = Entfernen
removed-photo = Foto entfernt
removed-recording = Sprachnotiz entfernt
close = Schließen
undo = Rückgängig
put-back = Es ist wieder da

## Aufnehmen

record-title = Sprachnotiz
asking = Bitte erlaube das Mikrofon.
recording-now = Aufnahme läuft
paused = Angehalten
pause = Anhalten
resume = Weiter
stop = Behalten
cancel = Verwerfen
ending = Die letzten Worte werden gespeichert …
recording-begun = Die Aufnahme läuft
recording-kept = Sprachnotiz behalten
level = Lautstärke
stays = Sie wird beim Sprechen verschlüsselt und bleibt auf diesem Gerät.
denied = Das Mikrofon ist für Companion ausgeschaltet. Öffne die Website-Einstellungen deines Browsers (das Zeichen links von der Adresse), erlaube das Mikrofon und versuche es noch einmal.
missing = Es wurde kein Mikrofon gefunden. Schließe eines an und versuche es noch einmal.
busy = Ein anderes Programm benutzt das Mikrofon. Beende es dort und versuche es noch einmal.
unable = Dieser Browser kann keinen Ton aufnehmen. Alles andere funktioniert.

## Was nicht ging

too-large = Diese Datei ist zu groß: Mehr als { $size } MB auf einmal kann ein Eintrag nicht tragen. Dein Text ist sicher.
too-many =
    { $count ->
        [one] Ein Eintrag fasst 1 Foto oder 1 Sprachnotiz. Dein Text ist sicher; beginne für weitere einen neuen Eintrag.
       *[other] Ein Eintrag fasst { $count } Fotos und Sprachnotizen. Dein Text ist sicher; beginne für weitere einen neuen Eintrag.
    }
refused = Diese Datei ist kein Bild, das dieser Browser lesen kann, deshalb wurde sie nicht hinzugefügt. Dein Text ist sicher. Ein Foto von einem iPhone lässt sich vorher als JPEG speichern.
no-room = Auf diesem Gerät ist kein Platz mehr, deshalb wurde nichts hinzugefügt. Dein Text und alles früher Gespeicherte sind sicher. Schaffe Platz und versuche es noch einmal.
failed = Das ließ sich nicht hinzufügen. Dein Text ist sicher. { $why }
