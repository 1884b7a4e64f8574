title = Erinnerungen
lead = Ein leises Wort zur Stunde, die du wählst. Es sagt, dass Zeit zum Schreiben ist, und nichts von dem, was du schreibst.
wanted = Ans Schreiben erinnern
time = Um
days = Am
now = Zeit zum Schreiben, wenn du magst.

calendar-title = Durch deinen Kalender
calendar-lead = Der sicherste Weg: Dein Kalender erinnert dich auf allen deinen Geräten, auch wenn Companion geschlossen ist.
calendar-name-label = Wie es im Kalender heißt
calendar-name = Ein ruhiger Moment
calendar-save = Kalenderdatei sichern
calendar-hint = Öffne die Datei mit deinem Kalender. Viele Kalender liegen auch bei ihrem Anbieter, der dann diesen Namen und die Stunde kennt; wähle einen Namen, der nichts verrät. Wenn du die Zeit hier änderst, sichere und öffne die Datei noch einmal: Sie ersetzt die frühere. Zum Beenden lösche den Termin im Kalender.
file-failed = Die Kalenderdatei wurde nicht gesichert: Der Browser hat sie abgelehnt, oder die Uhr dieses Geräts geht falsch. Versuche es noch einmal.

notify-title = Durch Companion selbst
notify = Auf diesem Gerät benachrichtigen
notify-hint = Das geht, solange ein Fenster von Companion offen ist, gesperrt oder nicht, wenn es einmal entsperrt war. Ist Companion geschlossen, geht es nicht: Kein Browser weckt eine App ohne Server zu einer bestimmten Stunde, und die Stunde liegt verschlüsselt in deinem Tagebuch. An Tagen, an denen du schon geschrieben hast, kommt nichts.
notify-unsupported = Dieser Browser zeigt für Companion keine Benachrichtigungen. Es zu installieren kann das ändern; dein Kalender geht in jedem Fall.
notify-denied = Benachrichtigungen von Companion sind blockiert. Erlaube sie in den Einstellungen des Browsers für diese Seite und setze das Häkchen noch einmal.

mark-title = Auf dem Symbol von Companion
mark = Ein Punkt, solange Ungesichertes wartet
mark-hint = Nur ein Punkt: keine Zahl, kein Wort. Er bleibt, während das Tagebuch gesperrt ist, und ist zu sehen, wo Companion installiert ist.
mark-unsupported = Dieser Browser kann das Symbol einer App nicht markieren.
