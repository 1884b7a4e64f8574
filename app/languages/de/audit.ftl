title = Aktivität und Unversehrtheit
lead = Companion führt ein versiegeltes Protokoll darüber, was mit deinem Tagebuch geschieht: Entsperren, Speichern, Löschen, Sicherungen, was das Modell getan hat. Nie, was du schreibst. Das Protokoll lässt sich nicht ausdünnen oder ändern, ohne dass es auffällt.
looking = Das Protokoll wird angesehen …
ok = Alles ist in Ordnung
ok-so-far = Bisher nichts Auffälliges
warning = In Ordnung, mit einer Anmerkung
broken = Etwas ist nicht, wie es verlassen wurde
verify = Jetzt prüfen
show = Aktivität zeigen
page = Aktivität
problems = Was nicht stimmt
problems-known = Was nicht stimmte und du gelesen hast
what-to-do = Was zu tun ist: Deine Einträge werden bei jedem Entsperren einzeln geprüft, sieh also dort zuerst nach, ob etwas fehlt. Speichere dann eine Sicherung unter neuem Namen, behalte deine älteren Sicherungen, und vergleiche einen Prüfpunkt, wenn du einen hast. Wenn jemand anderes dieses Gerät benutzen kann, ändere dein Passwort.
seen = Ich habe das gelesen
anchor-hint = Das Ende des Protokolls wurde eine Weile nicht außerhalb dieses Browsers festgehalten. Speichere eine Sicherung oder mach einen Prüfpunkt.
checkpoint = Prüfpunkte
checkpoint-lead = Ein Prüfpunkt ist ein kurzer Code für alles, was bisher protokolliert ist. Bewahre ihn auf Papier auf oder in einer Nachricht an dich selbst. Später verglichen zeigt er, was nichts auf diesem Gerät zeigen kann: dass das ganze Tagebuch auf einen früheren Stand zurückgesetzt wurde.
checkpoint-make = Prüfpunkt machen
checkpoint-copy = Kopieren
checkpoint-copied = Kopiert
checkpoint-not-copied = Dieser Browser erlaubt kein Kopieren. Bitte wähle ihn aus und kopiere ihn.
checkpoint-field = Ein Prüfpunkt, den du aufbewahrt hast
checkpoint-compare = Vergleichen
export = Als Datei ausgeben
export-hint = Jeder kann die Datei ohne dein Passwort prüfen, mit „companion-native audit verify“. Sie zeigt, was du hier siehst, ohne Titel, und nichts von deinen Einträgen.
print = Drucken
earlier = Früheres zeigen
events = Was geschah
no-day = Unbekannter Tag
not-saved = Dieser Browser hat die Datei nicht gespeichert. Nichts ist verloren.
damaged = Dieses Ereignis fehlt oder ist beschädigt
newer = Ein Ereignis, das ein neueres Companion festgehalten hat

## Sätze mit Lücken

verified-to = Geprüft bis Nr. { $number }: { $when }.
recorded =
    { $events ->
        [one] 1 Ereignis festgehalten. Es wird bald nach dem Entsperren als Ganzes geprüft, oder jetzt.
       *[other] { $events } Ereignisse festgehalten. Sie werden bald nach dem Entsperren als Ganzes geprüft, oder jetzt.
    }
kept-elsewhere = Zuletzt anderswo festgehalten: { $when }, bis Nr. { $number }.
kept-nowhere = Noch nicht anderswo festgehalten: Eine Sicherung oder ein Prüfpunkt tut das.
progress = { $done } von { $total } Ereignissen
looked-through = { $done } von { $total } Fotos und Aufnahmen
found-damage =
    { $count ->
        [one] Ein Foto oder eine Aufnahme ist beschädigt. Die Liste deiner Einträge sagt, welche.
       *[other] { $count } Fotos und Aufnahmen sind beschädigt. Die Liste deiner Einträge sagt, welche.
    }
line = { $happened }: „{ $title }“
line-untitled = { $happened }: Ohne Titel
checkpoint-head = Companion-Prüfpunkt, { $day }, bis Nr. { $number }
checkpoint-made = Für alles bis Nr. { $number }. Druck ihn aus oder kopiere ihn irgendwohin, wo nicht dieses Gerät ist.
compared-matches = Er stimmt überein. Alles, was bis zum Prüfpunkt vom { $day }, bis Nr. { $number }, festgehalten wurde, ist hier unverändert.
compared-other-journal = Dieser Prüfpunkt gehört zu einem anderen Tagebuch.
compared-ahead = Er stimmt nicht überein. Der Prüfpunkt vom { $day }, bis Nr. { $number }, weiß mehr als dieses Tagebuch: Ein älterer Stand des ganzen Tagebuchs wurde an seine Stelle gesetzt. Wenn du selbst eine ältere Sicherung wiederhergestellt hast, ist das der Grund. Wenn nicht, such nach einer neueren Sicherung.
compared-differs = Er stimmt nicht überein. Dieses Tagebuch ging einen anderen Weg als das, von dem der Prüfpunkt vom { $day }, bis Nr. { $number }, gemacht wurde. Wenn du seitdem eine Sicherung oder eine Kopie wiederhergestellt hast, ist das der Grund. Wenn nicht, hat jemand das Tagebuch gegen eine andere Kopie getauscht.
compared-lost = Er lässt sich nicht vergleichen: Das Ereignis, bei dem der Prüfpunkt vom { $day }, bis Nr. { $number }, gemacht wurde, fehlt hier oder ist beschädigt.
not-a-checkpoint = Das ist kein Prüfpunkt, oder Zeichen davon fehlen oder sind vertippt.
