title = Sicherung
lead = Eine Sicherung ist eine verschlüsselte Datei mit deinem ganzen Tagebuch. Bewahre sie auf einem anderen Gerät auf: Sie öffnet sich mit dem Passwort oder dem Wiederherstellungsschlüssel, den du heute hast, und mit nichts anderem.
never = Es wurde noch keine Sicherung gemacht.
looking = Suche nach der letzten Sicherung …
create = Sicherung speichern
creating = Die Sicherung wird geschrieben …
pick = Sicherungsdatei öffnen
pick-hint = Um eine Sicherung zu prüfen oder ihren Inhalt in dieses Tagebuch zu holen. Nichts, was du hier hast, wird überschrieben: Wo sich zwei Texte unterscheiden, bleiben beide.
first-run-title = Hast du eine Sicherung?
first-run-hint = Dein Tagebuch kommt zurück, wie es war, mit dem Passwort des Tages, an dem die Sicherung gemacht wurde.
passphrase = Ihr Passwort oder ihr Wiederherstellungsschlüssel
check = Prüfen
restore = Mein Tagebuch wiederherstellen
merge = Hereinholen
working = Die Sicherung wird gelesen …
not-found = Die Sicherung wurde geschrieben, aber dieser Browser hat sie nicht herausgegeben. Nichts ist verloren. Bitte versuch es noch einmal.

## Sätze mit Lücken

last = Letzte Sicherung: { $when }, { $entries ->
        [one] 1 Eintrag.
       *[other] { $entries } Einträge.
    }
last-and-age = Letzte Sicherung: { $when } ({ $age }), { $entries ->
        [one] 1 Eintrag.
       *[other] { $entries } Einträge.
    }
written = { $name } wurde geschrieben, zurückgelesen und verglichen: { $contents }. Sieh nach, ob dein Browser sie gespeichert hat, und bewahre sie auf einem anderen Gerät auf.
checked = Diese Sicherung ist unversehrt. Sie wurde gemacht: { $made }. Sie enthält: { $contents }. Nichts wurde verändert.
merged-all-known = Alles in dieser Sicherung war schon in deinem Tagebuch.
merged = Die Sicherung ist in deinem Tagebuch: { $parts }.
merged-added = { $entries } hinzugefügt
merged-updated = { $entries } durch eine neuere Fassung ersetzt
merged-beside = { $entries } neben deinen behalten, weil sich die Texte unterscheiden
merged-as-version = { $entries } als frühere Fassung behalten, weil sich die Texte unterscheiden
merged-versions =
    { $versions ->
        [one] 1 frühere Fassung hinzugefügt
       *[other] { $versions } frühere Fassungen hinzugefügt
    }
progress = { $done } von { $total }
entry-count =
    { $entries ->
        [one] 1 Eintrag
       *[other] { $entries } Einträge
    }
in-trash = { $entries } im Papierkorb
draft-count =
    { $drafts ->
        [one] 1 Entwurf
       *[other] { $drafts } Entwürfe
    }

## Was schiefging, was sicher ist, was zu tun ist

failure-wrong-passphrase = Dieses Passwort öffnet die Sicherung nicht. Sie braucht das, das du hattest, als sie gemacht wurde. Nichts wurde verändert.
failure-not-a-backup = Diese Datei ist keine Companion-Sicherung. Nichts wurde verändert. Der Name einer Sicherung endet mit .companion.
failure-damaged = Diese Sicherung ist beschädigt: Bytes darin haben sich verändert oder fehlen. Nichts wurde verändert. Versuch es mit einer anderen Kopie oder einer älteren Sicherung.
failure-cut-off = Diese Sicherung endet zu früh: Sie wurde beim Speichern oder Kopieren abgeschnitten. Nichts wurde verändert. Versuch es mit einer anderen Kopie oder einer älteren Sicherung.
failure-newer = Diese Sicherung stammt von einer neueren Fassung von Companion. Nichts wurde verändert. Lade diese Seite neu, um Companion zu aktualisieren, und versuch es dann noch einmal.
failure-file = Die Datei ließ sich nicht lesen oder schreiben. Nichts ist verloren. Kopiere sie auf dieses Gerät und versuch es noch einmal.
failure-storage-full = Dafür ist auf diesem Gerät kein Platz mehr. Alles in deinem Tagebuch ist sicher. Schaff etwas Platz und mach es noch einmal: Was angekommen ist, bleibt, und nichts kommt doppelt.
