title = Frühere Fassungen
lead = Jedes Mal, wenn du einen geänderten Text speicherst, bleibt hier, was vorher dastand. Eine Fassung zurückzuholen verliert nichts: Auch der heutige Text bleibt als Fassung erhalten.
none = Von diesem Eintrag gibt es keine früheren Fassungen.
damaged = Diese Fassung lässt sich nicht lesen
damaged-detail = Was davon gespeichert ist, wurde verändert oder ist beschädigt.
restore = Diese Fassung zurückholen
restored = Diese Fassung ist wieder der Text des Eintrags. Was vorher dastand, bleibt als Fassung erhalten.
show = Zeigen
shown =
    .changes = Was sich geändert hat
    .as-it-was = Wie es war
legend = Durchgestrichen: nur in dieser Fassung. Unterstrichen: später geschrieben.
unchanged = Hier steht dasselbe wie jetzt im Eintrag.
has-draft = Dieser Eintrag hat Änderungen, die du nicht gespeichert hast. Sie bleiben, wie sie sind.
entry-damaged = Dieser Eintrag lässt sich nicht lesen: Was davon gespeichert ist, wurde verändert oder ist beschädigt. Dies sind seine früheren Fassungen.
removed-before = Seitdem entfernt:{" "}
added-before = Später geschrieben:{" "}

## Einstellungen

keep = Von jedem Eintrag behalten
keep-hint = Wenn du einen geänderten Eintrag speicherst, bleibt auf seiner Seite lesbar, was vorher dastand. Über diese Zahl hinaus gehen die ältesten.
fewer-title = Weniger frühere Fassungen behalten?
fewer-action = Entfernen

## Sätze mit Lücken

link =
    { $versions ->
        [one] 1 frühere Fassung
       *[other] { $versions } frühere Fassungen
    }
same-length = so viele wie jetzt
more-words =
    { $words ->
        [one] 1 Wort mehr als jetzt
       *[other] { $words } Wörter mehr als jetzt
    }
fewer-words =
    { $words ->
        [one] 1 Wort weniger als jetzt
       *[other] { $words } Wörter weniger als jetzt
    }
kept = { $versions ->
        [0] Keine
        [one] 1 Fassung
       *[other] { $versions } Fassungen
    }
fewer =
    { $versions ->
        [one] Eine frühere Fassung liegt über dieser Zahl und würde für immer entfernt. Die Einträge selbst bleiben, wie sie sind.
       *[other] { $versions } frühere Fassungen liegen über dieser Zahl und würden für immer entfernt. Die Einträge selbst bleiben, wie sie sind.
    }
removed =
    { $versions ->
        [one] 1 frühere Fassung entfernt
       *[other] { $versions } frühere Fassungen entfernt
    }
