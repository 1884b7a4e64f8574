title = Papierkorb
lead = Was du löschst, bleibt hier 30 Tage, so verschlüsselt wie alles andere. Dann verschwindet es für immer.
nothing = Der Papierkorb ist leer.
nothing-hint = Durch ein Versehen geht nichts verloren: Ein gelöschter Eintrag wartet hier und kommt zurück, wie er war, samt früheren Fassungen.
restore = Zurückholen
purge = Für immer löschen
purge-title = Diesen Eintrag für immer löschen?
purge-text = Er geht mitsamt seinen früheren Fassungen, und niemand kann ihn zurückholen. In einer Sicherung kann er noch enthalten sein.
purged = Für immer gelöscht
empty = Papierkorb leeren
empty-action = Leeren
open = Papierkorb öffnen
setting-hint = Gelöschte Einträge lassen sich 30 Tage lang aus dem Papierkorb zurückholen.
empty-text = Alles im Papierkorb geht, auch frühere Fassungen, und niemand kann es zurückholen. In einer Sicherung kann es noch enthalten sein.

## Sätze mit Lücken

deleted = Gelöscht: { $when }
days-left =
    { $days ->
        [one] noch 1 Tag
       *[other] noch { $days } Tage
    }
empty-title =
    { $entries ->
        [one] 1 Eintrag für immer löschen?
       *[other] { $entries } Einträge für immer löschen?
    }
emptied =
    { $entries ->
        [one] 1 Eintrag für immer gelöscht
       *[other] { $entries } Einträge für immer gelöscht
    }
