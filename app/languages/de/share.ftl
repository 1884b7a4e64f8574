title = Von außen
when-unlocked = Entsperre das Tagebuch, um das als Entwurf zu behalten.
when-made = Lege dein Tagebuch an, um das als Entwurf zu behalten.
in-memory = Bis dahin ist es nur in diesem Fenster, und weg, wenn du es schließt.
refuse = Nicht behalten
is-draft = Das Geteilte ist jetzt ein Entwurf
backup-refuse = Nicht öffnen

## Sentences with gaps

waiting-text =
    { $words ->
        [one] Ein geteilter Text von 1 Wort wartet.
       *[other] Ein geteilter Text von { $words } Wörtern wartet.
    }
waiting-pictures =
    { $pictures ->
        [one] Ein geteiltes Bild wartet.
       *[other] { $pictures } geteilte Bilder warten.
    }
waiting-both =
    { $pictures ->
        [one] Ein geteilter Text mit einem Bild wartet.
       *[other] Ein geteilter Text mit { $pictures } Bildern wartet.
    }
# The file's $name
backup-waiting = { $name } wartet. Was damit geschieht, entscheidest du, sobald dein Tagebuch entsperrt ist; von selbst geschieht nichts.

## What went wrong, what is safe, what to do

lost = Etwas wurde mit Companion geteilt, aber der Browser hat es losgelassen, bevor es ein Entwurf wurde. Bitte teile es noch einmal.
too-large = Das Geteilte ist mehr, als Companion auf einmal nimmt (128 MB). Nichts davon wurde behalten. Teile weniger Bilder auf einmal, oder füge sie beim Schreiben hinzu.
unreadable = Das Geteilte ließ sich nicht lesen. Nichts davon wurde behalten. Bitte teile es noch einmal, oder füge es in einen Eintrag ein.
not-ready = Companion war auf das Geteilte nicht vorbereitet: Dieser Browser hatte die gespeicherte App weggeräumt. Nichts davon wurde behalten. Jetzt ist Companion bereit; bitte teile es noch einmal.
nothing = Das Geteilte hat weder Text noch Bilder; es gibt nichts zu behalten.
too-long = Der geteilte Text ist länger, als Companion aufnehmen kann. Nichts davon wurde behalten. Bitte teile einen Teil davon.
left-out =
    { $files ->
        [one] 1 Datei wurde ausgelassen. Teilen lassen sich bis zu 30 Bilder üblicher Art auf einmal.
       *[other] { $files } Dateien wurden ausgelassen. Teilen lassen sich bis zu 30 Bilder üblicher Art auf einmal.
    }
not-kept = Das Geteilte ist noch nicht gespeichert und wartet in diesem Fenster. { $failure }
backup-unreadable = Der Browser ließ Companion diese Datei nicht lesen. Nichts wurde verändert. Kopiere sie auf dieses Gerät und wähle sie dann in den Einstellungen unter Sicherung.
