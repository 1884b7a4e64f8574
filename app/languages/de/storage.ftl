## Einen Schlüssel ableiten

deriving = Deine Schlüssel werden berechnet. Das ist mit Absicht langsam: Es macht auch das Raten langsam.
deriving-label = Deine Schlüssel werden berechnet
measuring = Wird auf diesem Gerät gemessen …

## Der Worker ist zu Ende, oder ein anderer Tab war schneller

interrupted-title = Companion musste neu starten
interrupted = Der Teil, der dein Tagebuch hütet, endete unerwartet, und mit ihm deine Schlüssel. Alles Gespeicherte ist sicher. Entsperre, um weiterzumachen.
rescued-title = Dieser Text steht nur auf dieser Seite
rescued = Seine letzten Zeilen sind vielleicht noch nicht gespeichert. Entsperre dein Tagebuch hier, und du schreibst weiter, wo du warst; bis dahin kannst du ihn kopieren.
rescued-back = Dein Text ist zurück und gespeichert
rescued-saved = Dein Eintrag wurde gespeichert
rescued-beside = Daran wurde anderswo weitergeschrieben: Dieser Text ist ein eigener Entwurf neben dem anderen
clock-behind = Die Uhr dieses Geräts geht nach: In deinem Tagebuch steht etwas von einem späteren Tag. Nichts ist verloren. Stell die Uhr richtig, damit neue Einträge den richtigen Tag bekommen.

## Was der Browser verspricht

keeping-title = Speicher auf diesem Gerät
keeping-ask = Den Browser bitten, es zu behalten
keeping-refused = Der Browser hat nicht zugestimmt. Oft tut er es später, wenn du Companion öfter benutzt oder installierst.

## Ein verschwundenes Tagebuch

vanished-title = Dein Tagebuch ist nicht mehr hier
vanished = In diesem Browser war ein Tagebuch, und sein Speicher ist weg. Du hast es nicht in Companion gelöscht: Ein Browser leert Speicher, wenn dem Gerät der Platz ausgeht, wenn jemand die Daten dieser Seite löscht oder wenn seine Dateien beschädigt sind.
vanished-elsewhere = Vielleicht hast du in einem anderen Browser geschrieben oder unter einer anderen Adresse? Ein dort angelegtes Tagebuch ist noch da.
restore-title = Eine Sicherung wiederherstellen
begin-title = Oder ein neues Tagebuch beginnen

## Die Erinnerung

reminder-title = Zeit für eine Sicherung?
reminder-do = Jetzt eine machen
later = Nicht jetzt

## Der Ordner

folder-title = Sicherungen von selbst
folder-lead = Wähle einen Ordner, am besten einen, der auf ein anderes Gerät kopiert wird, und Companion bewahrt darin Sicherungen auf. Die neuesten sieben bleiben; ältere von diesem Tagebuch werden entfernt.
folder-unsupported = Dieser Browser lässt Companion nicht in einen Ordner schreiben. Chrome und Edge auf einem Rechner tun es.
folder-choose = Ordner wählen
folder-change = Anderen Ordner wählen
folder-now = Jetzt sichern
folder-stop = Beenden
folder-every = Wie oft
folder-allow = Erlauben
folder-retry = Noch einmal versuchen
folder-busy = Die Sicherung wird geschrieben …
folder-none-yet = Noch ist keine Sicherung darin.
folder-permission-title = Darf Companion seine Sicherung schreiben?
folder-failed-title = Die Sicherung wurde nicht gemacht
folder-differs = was im Ordner ist, ist nicht, was geschrieben wurde
folder-gone = den Ordner gibt es nicht mehr
folder-full = wo der Ordner ist, ist kein Platz mehr
folder-refused = der Browser lässt Companion dort nicht schreiben
folder-unknown = die Datei ließ sich nicht schreiben

## Sätze mit Lücken

keeping-unknown = Dieser Browser sagt nicht, ob er dein Tagebuch behält, wenn dem Gerät der Platz ausgeht. Halte eine Sicherung bereit.
keeping-lasting = Dieser Browser hat versprochen, dein Tagebuch nicht von selbst zu löschen. Es verschwindet trotzdem, wenn du die Daten dieser Seite löschst oder dieses Gerät verlierst: Halte eine Sicherung bereit.
keeping-while-room = Dieser Browser löscht dein Tagebuch vielleicht, wenn dem Gerät der Platz ausgeht. Das ist selten. Du kannst ihn bitten, es nicht zu tun; mit einer Sicherung bist du in jedem Fall sicher.
vanished-last-backup = Seine letzte Sicherung: { $day }. Wenn du die Datei hast, kommt alles darin zurück.
vanished-no-backup = Companion weiß von keiner Sicherung, die hier gemacht wurde. Wenn du eine Sicherungsdatei hast, kommt alles darin zurück.
reminder-never = Dein Tagebuch gibt es nur in diesem Browser. Eine verschlüsselte Datei auf einem anderen Gerät bringt alles zurück, wenn dieses verloren geht.
reminder-old =
    { $days ->
        [one] Deine letzte Sicherung ist einen Tag alt.
       *[other] Deine letzte Sicherung ist { $days } Tage alt.
    } Eine verschlüsselte Datei auf einem anderen Gerät bringt alles zurück, wenn dieses verloren geht.
age =
    { $days ->
        [one] vor 1 Tag
       *[other] vor { $days } Tagen
    }
folder-every-day = Jeden Tag
folder-every-week = Jede Woche
folder-permission = Eine Sicherung in „{ $name }“ ist fällig, und der Browser möchte dafür noch einmal deine Erlaubnis.
folder-made = Zuletzt in „{ $name }“: { $when }. Sie wurde zurückgelesen und verglichen.
folder-failed = Die Sicherung in „{ $name }“ ist nicht gelungen: { $why }. Dein Tagebuch ist nicht betroffen, und frühere Sicherungen bleiben.
costs = Entsperren dauert auf diesem Gerät ungefähr { $time } s mit Zeit, ungefähr { $memory } s mit Zeit und Speicher.
