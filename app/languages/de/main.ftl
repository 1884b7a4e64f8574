## Überall

name = Companion
skip = Zum Inhalt springen
close = Schließen
cancel = Abbrechen
back = Zurück
today = Heute
yesterday = Gestern
saved = Gespeichert
opening = Companion wird geöffnet …
reload = Neu starten

## Falscher Browser

unsupported-title = Dieser Browser kann dein Tagebuch nicht aufbewahren
unsupported-lead = Companion verschlüsselt und speichert alles auf diesem Gerät, im Browser. Dafür braucht es:
unsupported-use = Was stattdessen geht
unsupported-list =
    .chromium = Chrome, Edge, Brave oder ein anderer Chromium-Browser, ab Version 105
    .firefox = Firefox ab Version 114, in einem normalen Fenster (nicht in einem privaten)
    .safari = Safari ab Version 16.4, auch auf iPhone und iPad
unsupported-safe = Nichts wurde gespeichert oder verändert. Ein Tagebuch aus einem anderen Browser ist dort noch da.

## Der erste Start

choose-passphrase = Neues Passwort
repeat-passphrase = Gib es noch einmal ein
passphrase-hint = Vier oder fünf Wörter ohne Zusammenhang sind stark und leicht zu merken.
creating = Deine Schlüssel entstehen …
passphrases-differ = Die beiden Passwörter sind nicht gleich. Gib das zweite noch einmal ein.
show-passphrase = Passwort anzeigen
hide-passphrase = Passwort verbergen
strength-label = Stärke des Passworts
strength =
    .worst = Sofort erraten
    .weak = Leicht zu erraten
    .fair = Könnte erraten werden
    .good = Gut
    .strong = Stark

## Entsperren

unlock-title = Willkommen zurück
unlock-lead = Dein Tagebuch ist gesperrt.
passphrase = Passwort
unlock = Entsperren
unlocking = Wird entsperrt …
passphrase-missing = Gib zuerst dein Passwort ein.
forgotten = Passwort vergessen? Benutze deinen Wiederherstellungsschlüssel

## Passwort und Wiederherstellungsschlüssel

change-passphrase-title = Passwort
change-passphrase = Passwort ändern
change-passphrase-do = Ändern
changing = Wird geändert …
passphrase-changed = Dein Passwort ist geändert
passphrase-now = Dein jetziges Passwort
guessing = Raten kostet
guessing-choices =
    .time = Zeit
    .memory = Zeit und Speicher
guessing-hint = Wer dein Tagebuch kopiert hat, kann das Passwort nur erraten. Mit Speicher kostet jeder Versuch mehr, und das Entsperren braucht 64 MB auf diesem Gerät.
recovery-title = Wiederherstellungsschlüssel
recovery-none = Ein Wiederherstellungsschlüssel öffnet dein Tagebuch, wenn du das Passwort vergisst. Er gehört auf Papier, dorthin, wo du anderes Wichtiges aufbewahrst: Wer ihn hat, kann dein Tagebuch lesen.
recovery-there = Für dieses Tagebuch gibt es einen Wiederherstellungsschlüssel. Er lässt sich nicht noch einmal anzeigen; du kannst einen neuen anlegen, dann gilt der auf deinem Papier nicht mehr.
recovery-create = Wiederherstellungsschlüssel anlegen
recovery-replace = Einen neuen anlegen
recovery-remove = Wiederherstellungsschlüssel entfernen
recovery-remove-title = Wiederherstellungsschlüssel entfernen?
recovery-remove-text = Was auf deinem Papier steht, öffnet dann nichts mehr. Nur noch dein Passwort öffnet das Tagebuch.
recovery-removed = Der Wiederherstellungsschlüssel ist entfernt
recovery-making = Entsteht …
recovery-shown-title = Dein Companion-Wiederherstellungsschlüssel
recovery-shown = Schreib ihn jetzt auf oder druck ihn aus: Er wird nur dieses eine Mal angezeigt. Mit ihm lassen sich dieses Tagebuch und seine Sicherungen ohne das Passwort öffnen.
recovery-groups = Die Gruppen deines Wiederherstellungsschlüssels
recovery-print = Drucken
recovery-copy = Kopieren
recovery-copied = Kopiert. Füg ihn an einem sicheren Ort ein und kopiere danach etwas anderes.
recovery-not-copied = Dieser Browser hat das Kopieren nicht erlaubt.
recovery-confirm-lead = Damit er sicher auf Papier steht, gib zwei seiner Gruppen ein. Erst danach öffnet er dein Tagebuch.
recovery-confirm = Diesen Schlüssel ab jetzt verwenden
recovery-confirm-wrong = Das ist nicht, was oben steht. Vergleiche die beiden Gruppen mit deinem Papier.
recovery-ready = Dein Wiederherstellungsschlüssel ist bereit
recover-title = Wiederherstellungsschlüssel benutzen
recover-lead = Gib die 13 Gruppen von deinem Papier ein. Leerzeichen, Bindestriche und Großbuchstaben spielen keine Rolle.
recover-next = Weiter
recover-checking = Wird geprüft …
recover-new-title = Wähle ein neues Passwort
recover-new-lead = Der Wiederherstellungsschlüssel stimmt. Das Passwort, das du jetzt wählst, ersetzt das vergessene. Dein Wiederherstellungsschlüssel bleibt, wie er ist.
recover-open = Mein Tagebuch öffnen
recover-back = Zurück zum Passwort
recovery-missing = Gib zuerst deinen Wiederherstellungsschlüssel ein.

## Ein anderer Tab

other-tab-title = Dein Tagebuch ist anderswo geöffnet
other-tab-lead = Ein anderer Tab oder ein anderes Fenster dieses Browsers benutzt es. Zwei zugleich könnten einander überschreiben, darum darf nur eines geöffnet sein.
other-tab-safe = Wenn du es hier benutzt, speichert der andere Tab zuerst, was gerade geschrieben wird. Nichts geht verloren.
take-over = Hier benutzen
taking-over = Warten auf den anderen Tab …

## Das Tagebuch lässt sich nicht benutzen

failed-title = Dein Tagebuch lässt sich nicht öffnen
failed-start-title = Companion konnte nicht starten
start-failed = Ein Teil von Companion ließ sich nicht laden. Nichts wurde gespeichert oder verändert, und ein Tagebuch auf diesem Gerät ist sicher. Sieh nach, ob du online bist, und starte neu. Wenn das nicht hilft, ist dieser Browser vielleicht zu alt: Nimm ein aktuelles Chrome, Edge, Firefox oder Safari.
worker-silent = Der Teil von Companion, der dein Tagebuch hütet, endete, bevor er geantwortet hat, und wurde neu gestartet. Alles Gespeicherte ist sicher. Bitte versuche es noch einmal.

## Das Tagebuch

journal = Tagebuch
page = Seite
entry = Eintrag
new-entry = Neuer Eintrag
settings = Einstellungen
lock = Sperren
lock-hint = Sperren (Strg+Umschalt+L)
lock-hint-apple = Sperren (⇧⌘L)
continue-writing = Weiterschreiben
unsaved = Noch nicht gespeichert
unsaved-changes = Ungespeicherte Änderungen
untitled = Ohne Titel
damaged-title = Beschädigter Eintrag
damaged = Was davon gespeichert ist, wurde verändert oder ist beschädigt und lässt sich nicht lesen. Deine anderen Einträge sind in Ordnung.
problems-title = Etwas ist nicht, wie du es verlassen hast
problems-safe = Alles andere wurde geprüft und ist in Ordnung.
none-yet = Noch keine Einträge
empty-title = Deine erste Seite
empty = Schreib, was dir durch den Kopf geht: Eine Zeile genügt. Sie wird beim Tippen gespeichert, verschlüsselt und nur auf diesem Gerät.
empty-shortcut = Auf einer Tastatur beginnt N einen neuen Eintrag.
begin = Losschreiben
nothing-open = Wähle einen Eintrag zum Lesen oder beginne einen neuen.
print-list = Das sind die Einträge in der Nähe der Ansicht. Um das ganze Tagebuch zu drucken, exportiere es als PDF, in den Einstellungen.
deleted = Eintrag gelöscht
undo = Rückgängig
brought-back = Der Eintrag ist wieder da

## Der Editor

editor-label = Dein Eintrag
editor-placeholder = Was geht dir durch den Kopf?
save = Speichern
saving = Wird gespeichert …
save-hint = Speichern (Strg+Eingabe)
save-hint-apple = Speichern (⌘↩)
editing = Du schreibst …
draft-saved = Entwurf gesichert
not-stored = Nicht gesichert
full-screen = Vollbild
leave-full-screen = Vollbild verlassen
discard = Verwerfen
discard-new-title = Diesen Text verwerfen?
discard-new = Er wurde nie als Eintrag gespeichert. Er lässt sich nicht zurückholen.
discard-changes-title = Deine Änderungen verwerfen?
discard-changes = Der Eintrag bleibt, wie er zuletzt gespeichert wurde. Die Änderungen lassen sich nicht zurückholen.
keep-writing = Weiterschreiben
draft-discarded = Verworfen
draft-kept = Als Entwurf aufbewahrt, ganz oben in deinem Tagebuch
nothing-to-save = Es gibt noch nichts zu speichern. Schreib zuerst ein, zwei Wörter; um einen Eintrag zu entfernen, lösche ihn auf seiner eigenen Seite.
split = Ersten Teil speichern und weiterschreiben
split-done = Der erste Teil ist gespeichert. Du bist im zweiten Teil.
copy-text = Ganzen Text auswählen
try-again = Noch einmal versuchen
lock-anyway = Sperren und die letzten Zeilen verlieren
lock-waits = Dein Tagebuch ist noch nicht gesperrt, denn damit gingen diese Zeilen verloren.

## Lesen

edit = Bearbeiten
delete = Löschen
reflect = Nachdenken
reflect-lead = Lass dir vom Modell auf diesem Gerät eine Frage zu diesem Eintrag stellen.
reflect-again = Etwas anderes fragen
reflect-title = Eine Frage an dich
reflecting = Dein Eintrag wird gelesen …
stop = Anhalten
stopping = Hält an …
stopped = Angehalten
answer = Antworten
keep = Behalten
dismiss = Verwerfen
question-kept = Die Frage ist jetzt Teil deines Eintrags
no-question = Das Modell hat keine Frage gefunden. Dein Eintrag ist unverändert. Versuch es noch einmal oder schreib ein wenig mehr.
no-model-title = Auf diesem Gerät ist noch kein Modell
no-model = Um dir Fragen zu stellen, braucht Companion ein Sprachmodell: eine Datei, etwa ein halbes Gigabyte. Sie wird einmal geholt, läuft auf diesem Gerät ohne Netz, und was du schreibst, verlässt es nie. Dein Tagebuch funktioniert auch ohne.
get-model-in-settings = Modell in den Einstellungen holen
model-worker-ended = Das Modell hat nicht mehr geantwortet und wurde neu gestartet. Dein Tagebuch ist nicht betroffen. Versuch es noch einmal; wenn es jedes Mal geschieht, hat dieses Gerät vielleicht zu wenig Speicher für dieses Modell.

## Einstellungen

model = Modell
model-lead = Ein Sprachmodell, das auf diesem Gerät läuft. Es liest nur den Eintrag, nach dem du fragst, und vergisst ihn, wenn du sperrst.
models-here = Hier zu haben
no-offers = Diese Seite bietet keine Modelle an. Du kannst eine eigene Datei verwenden.
this-computer = dieser Rechner
looking = Suche nach Modellen …
download = Holen
sum = Geprüfte Summe (SHA-256)
import = Modelldatei verwenden
import-hint = Eine GGUF-Datei der Qwen2-Familie von diesem Gerät. Sie wird geprüft und dann in Companions eigenen Speicher kopiert.
remove = Entfernen
remove-title = Das Modell entfernen?
remove-text = Dein Tagebuch bleibt, wie es ist. Damit dir wieder Fragen gestellt werden, musst du das Modell neu holen.
internet-title = Dafür das Internet benutzen?
internet-text = Companion holt diese eine Datei von der Adresse unten. Wer sie anbietet, sieht die Internetadresse dieses Geräts und nichts von deinem Tagebuch.
fetch = Holen
security = Sicherheit
idle-lock = Sperren, wenn ich weg bin, nach
lock-now = Jetzt sperren (Strg+Umschalt+L)
lock-now-apple = Jetzt sperren (⇧⌘L)
lock-when = Es sperrt auch, wenn dieses Gerät einschläft. Was du gerade schreibst, wird vorher gespeichert.
appearance = Aussehen
language = Sprache
language-of-browser = Wie der Browser
theme = Farben
themes =
    .device = Wie das Gerät
    .light = Hell
    .dark = Dunkel
face = Schrift
faces =
    .serif = Mit Serifen
    .sans = Ohne Serifen
text-size = Schriftgröße
sizes =
    .small = Klein
    .medium = Mittel
    .large = Groß
    .largest = Am größten
sample = Der lange Weg nach Hause, bei offenen Fenstern.
app = Auf diesem Gerät
install-lead = Gib Companion ein eigenes Fenster und ein eigenes Symbol. Dann öffnet es sich wie jede andere App.
install = Companion installieren
about-title = Über Companion
protects-title = Was Companion schützt
protects =
    .written = Alles, was du schreibst, auch Titel und Daten, wird verschlüsselt, bevor es gespeichert wird. Ohne dein Passwort kann es niemand lesen.
    .changed = Veränderte, vertauschte oder fehlende Einträge fallen beim Entsperren auf.
    .sent = Nichts wird irgendwohin gesendet. Das Holen eines Modells ist die einzige Ausnahme, und nur, wenn du darum bittest.
limits-title = Was es nicht schützen kann
limits =
    .unlocked = Ein entsperrtes Tagebuch: Wer dein entsperrtes Gerät in der Hand hat, kann es lesen.
    .spied-on = Ein Gerät mit Spähsoftware oder mit einer Browser-Erweiterung, die jede Seite lesen darf.
    .forgotten = Ein vergessenes Passwort, außer du hast einen Wiederherstellungsschlüssel angelegt. Einen anderen Weg hinein gibt es nicht.
    .lost = Den Verlust dieses Geräts oder der Daten, die dieser Browser für diese Seite hält, außer du bewahrst anderswo eine Sicherung auf.
version = Version

## Neue Fassungen

update = Eine neue Fassung von Companion ist da.
update-apply = Jetzt aktualisieren
update-safe = Was du gerade schreibst, wird vorher gespeichert.

## Sätze mit Lücken

passphrase-too-short = Nimm mindestens { $characters } Zeichen; länger ist sicherer.
recovery-group = Gruppe { $number }
too-long = Ein Eintrag fasst { $characters } Zeichen, und dieser Text ist länger. Als Entwurf ist er sicher. Du kannst den ersten Teil als eigenen Eintrag speichern und mit dem Rest weiterschreiben.
too-long-by =
    { $characters ->
        [one] 1 Zeichen zu viel.
       *[other] { $characters } Zeichen zu viel.
    }
idle-never = Niemals
idle-minutes =
    { $minutes ->
        [one] 1 Minute
       *[other] { $minutes } Minuten
    }
idle-hours =
    { $hours ->
        [one] 1 Stunde
       *[other] { $hours } Stunden
    }
day-and-time = { $day }, { $time }
joined = { $first } · { $second }
about = { $action }: { $what }
with-keys = { $action } ({ $keys })
get-model = Holen: { $name }
word-count =
    { $words ->
        [one] 1 Wort
       *[other] { $words } Wörter
    }
minutes-spent = { $minutes } Min. geschrieben
hours-spent = { $hours } Std. { $minutes } Min. geschrieben
size = { $megabytes } MB

## Was einem Browser fehlt

missing-secure-connection = eine sichere Verbindung: Öffne die Adresse, die mit https beginnt, oder Companion auf genau diesem Rechner
missing-simd = schnelles Rechnen für das Modell (dieser Browser ist zu alt)
missing-locks = ein Mittel dagegen, dass zwei Tabs zugleich schreiben (dieser Browser ist zu alt)
missing-database = Speicher für das Tagebuch (ausgeschaltet, oder dies ist ein privates Fenster)
missing-files = Speicher für das Modell (ausgeschaltet, oder dies ist ein privates Fenster)

## Wie es um das Modell steht

model-none = Noch kein Modell
model-downloading = Das Modell wird geholt …
model-ready = Einsatzbereit
model-loading = Wacht auf …
model-loaded = Wach
model-error = Das Modell lässt sich nicht benutzen
stage-transfer = Das Modell wird kopiert …
stage-verify = Das Modell wird geprüft …
stage-load = Das Modell wird geweckt …
stage-encoder = Die Bedeutung wird gelesen …
stage-percent = { $stage } { $percent } %

## Was schiefging, was sicher ist, was zu tun ist

failure-wrong-passphrase = Das ist nicht das Passwort dieses Tagebuchs. Prüfe die Großbuchstaben und die Sprache der Tastatur und versuch es noch einmal.
failure-locked = Dein Tagebuch ist gesperrt. Entsperre es und versuch es noch einmal.
failure-not-found = Dieser Eintrag ist nicht mehr da.
failure-too-long = Ein Eintrag fasst { $characters } Zeichen. Als Entwurf ist der Text sicher.
failure-draft-too-large = Dieser Text ist größer, als das Tagebuch auf einmal speichern kann, und seine letzten Änderungen sind nicht gespeichert. Verschiebe einen Teil in einen anderen Eintrag.
failure-damaged = Was von diesem Eintrag gespeichert ist, wurde verändert oder ist beschädigt und lässt sich nicht lesen. Deine anderen Einträge sind in Ordnung.
failure-storage-full = Auf diesem Gerät ist kein Platz mehr. Alles vorher Gespeicherte ist sicher. Schaff etwas Platz und versuch es noch einmal.
failure-taken-over = Ein anderer Tab benutzt jetzt dein Tagebuch.
failure-unreadable = Dieses Tagebuch stammt von einer neueren Fassung von Companion, oder seine erste Seite ist beschädigt. Nichts wurde verändert. Lade diese Seite neu, um Companion zu aktualisieren.
failure-storage = Dieser Browser hat Companion nicht an seinen Speicher gelassen. Nichts wurde verändert. Vielleicht liegt es an einem privaten Fenster oder einer strengen Einstellung; lade die Seite neu, um es noch einmal zu versuchen.
failure-incomplete = Ein Teil von Companion ließ sich nicht laden. Es wurde nichts verändert. Sieh nach, ob du online bist, und versuch es noch einmal. Wenn das nicht hilft, lade diese Seite neu.
failure-already-exists = Auf diesem Gerät gibt es schon ein Tagebuch. Lade die Seite neu, um es zu öffnen.
failure-wrong-recovery-key = Das ist ein Wiederherstellungsschlüssel, aber nicht der dieses Tagebuchs. Wenn du mehrere angelegt hast, nimm den neuesten.
failure-recovery-key-mistyped = Die Gruppen gehören nicht zusammen. Bitte vergleiche deine Eingabe mit deinem Papier.
failure-recovery-key-length = Ein Wiederherstellungsschlüssel hat 65 Buchstaben und Ziffern; dies sind { $found }. Bitte vergleiche sie mit deinem Papier.
failure-recovery-key-group = Gruppe { $number } ist nicht, wie sie angezeigt wurde. Such dort nach einem falschen Zeichen oder einer vertauschten Gruppe.
failure-weak-passphrase = Dieses Passwort ist zu leicht zu erraten. Vier oder fünf Wörter ohne Zusammenhang sind stark und leicht zu merken.
failure-no-recovery-key = Für dieses Tagebuch wurde kein Wiederherstellungsschlüssel angelegt. Nur sein Passwort öffnet es.
failure-recovery-key-outdated = Dieser Wiederherstellungsschlüssel wurde nicht in Gebrauch genommen. Nichts hat sich geändert; bitte lege einen neuen an.
failure-other = In Companion ist etwas schiefgegangen. Alles Gespeicherte ist sicher. ({ $detail })
draft-storage-full = Auf diesem Gerät ist kein Platz mehr, darum sind die letzten Zeilen nicht gespeichert. Sie bleiben hier auf der Seite, und alles vorher Gespeicherte ist sicher. Schaff etwas Platz und versuch es noch einmal; oder kopiere den Text an einen anderen Ort.
draft-damaged = Der gespeicherte Eintrag wurde verändert oder ist beschädigt. Dein Text bleibt hier auf der Seite. Kopiere ihn in einen neuen Eintrag, um ihn zu behalten.
draft-failed = Die letzten Zeilen sind nicht gespeichert; sie bleiben hier auf der Seite. { $failure }
