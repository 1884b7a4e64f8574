## Was mit dem Tagebuch geschieht, eine Zeile je Ereignis

journal-created = Tagebuch angelegt
log-begun = Das Protokoll beginnt
unlocked = Entsperrt
unlocked-with-recovery-key = Mit dem Wiederherstellungsschlüssel entsperrt
unlocks-failed =
    { $times ->
        [one] Ein falsches Passwort vor diesem Entsperren
       *[other] { $times } falsche Passwörter vor diesem Entsperren
    }
events-lost =
    { $events ->
        [one] 1 Ereignis ließ sich nicht schreiben, weil der Speicher versagte
       *[other] { $events } Ereignisse ließen sich nicht schreiben, weil der Speicher versagte
    }
problem-found = Problem gefunden. { $finding }
entry-written = Eintrag geschrieben
entry-changed = Eintrag geändert
entry-deleted = Eintrag in den Papierkorb gelegt
entry-restored = Eintrag aus dem Papierkorb zurückgeholt
entry-purged = Eintrag für immer entfernt
version-restored = Frühere Fassung eines Eintrags zurückgeholt
entries-exported =
    { $entries ->
        [one] Ein Eintrag als lesbarer Text ausgegeben
       *[other] { $entries } Einträge als lesbarer Text ausgegeben
    }
entries-imported =
    { $entries ->
        [one] Ein Eintrag hereingeholt aus: { $source }
       *[other] { $entries } Einträge hereingeholt aus: { $source }
    }
import-undone =
    { $entries ->
        [one] Import rückgängig gemacht: ein Eintrag in den Papierkorb gelegt
       *[other] Import rückgängig gemacht: { $entries } Einträge in den Papierkorb gelegt
    }
idle-lock-changed = Sperrt sich { $now }, vorher { $before }
idle-after =
    { $minutes ->
        [0] niemals
        [one] nach 1 Minute
       *[other] nach { $minutes } Minuten
    }
passphrase-changed = Passwort oder sein Schutz geändert ({ $protection })
passphrase-reset = Passwort mit dem Wiederherstellungsschlüssel ersetzt ({ $protection })
recovery-key-made = Wiederherstellungsschlüssel angelegt
recovery-key-removed = Wiederherstellungsschlüssel entfernt
model-loaded = Modell geladen: { $model }
task-finished = { $task } mit { $model }, { $seconds } s
task-stopped = { $task } mit { $model }, { $seconds } s, angehalten
task-failed = { $task } mit { $model }, { $seconds } s, fehlgeschlagen
task-question = Eine Frage
task-sentiment = Stimmung eines Eintrags
task-themes = Themen eines Eintrags
task-summary = Eine Zusammenfassung
task-patterns = Muster über Einträge hinweg
task-embedding = Vorbereitung für die Suche
task-detection = Prüfung eines Textes
detected = { $what } in einem Text bemerkt ({ $count })
detected-personal-details = Persönliche Angaben
detected-prompt-injection = Befehle an ein Modell
detected-data-poisoning = Irreführender Text
backup-made =
    { $entries ->
        [one] Sicherung von 1 Eintrag gemacht, bis Nr. { $number }
       *[other] Sicherung von { $entries } Einträgen gemacht, bis Nr. { $number }
    }
backup-restored = Tagebuch aus einer Sicherung wiederhergestellt, die bis Nr. { $number } ging
backup-merged =
    { $entries ->
        [one] Sicherung hereingeholt: 1 Eintrag oder Entwurf hinzugefügt oder geändert
       *[other] Sicherung hereingeholt: { $entries } Einträge oder Entwürfe hinzugefügt oder geändert
    }
verified = Geprüft bis Nr. { $number }: alles in Ordnung
verified-with-problems =
    { $problems ->
        [one] Geprüft bis Nr. { $number }: 1 Problem
       *[other] Geprüft bis Nr. { $number }: { $problems } Probleme
    }
checkpoint-made = Prüfpunkt gemacht
checkpoint-matches = Prüfpunkt von Nr. { $number } verglichen: stimmt überein
checkpoint-differs = Prüfpunkt von Nr. { $number } verglichen: stimmt nicht überein
log-exported = Aktivität bis Nr. { $number } ausgegeben
findings-seen = Probleme dieses Protokolls als gelesen markiert
journal-repaired =
    { $problems ->
        [one] Tagebuch angenommen, wie es ist, mit einem Problem
       *[other] Tagebuch angenommen, wie es ist, mit { $problems } Problemen
    }

## Was im Protokoll nicht stimmt

torn-end = Abgerissen: Das letzte Ereignis, Nr. { $number }, wurde nur zum Teil geschrieben, wie bei einem Plattenfehler oder Stromausfall.
cut-off-one = Abgeschnitten: Am Ende fehlt Ereignis Nr. { $number }. Jemand oder etwas hat die neuesten Ereignisse entfernt.
cut-off = Abgeschnitten: Am Ende fehlen die Ereignisse Nr. { $first } bis { $last }. Jemand oder etwas hat die neuesten Ereignisse entfernt.
removed-one = Entfernt: In der Mitte fehlt Ereignis Nr. { $number }.
removed = Entfernt: In der Mitte fehlen die Ereignisse Nr. { $first } bis { $last }.
inserted-somewhere = Hinzugefügt: Zwischen den Ereignissen liegt etwas, das Companion nie geschrieben hat.
inserted = Hinzugefügt: Bei Nr. { $number } liegt etwas, das Companion dort nie geschrieben hat.
edited = Verändert: Ereignis Nr. { $number } ist nicht, wie es geschrieben wurde, und lässt sich nicht lesen.
forked = Vermischt: Die Ereignisse bis Nr. { $number } und die danach stammen aus zwei verschiedenen Kopien dieses Tagebuchs.
downgraded = Zurückgesetzt: Das Siegel des Tagebuchs kennt die Ereignisse bis Nr. { $sealed }, und es gibt Ereignisse bis Nr. { $found }. Ein älterer Stand des Tagebuchs wurde zurückgelegt.
