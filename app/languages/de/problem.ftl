## Was nicht ist, wie es verlassen wurde

missing = Fehlt: { $subject } wurde hier gespeichert und ist weg. Vielleicht ist es noch in einer Sicherung.
damaged = Beschädigt: { $subject } lässt sich nicht öffnen, die gespeicherten Bytes haben sich verändert. Vielleicht ist es noch in einer Sicherung.
replaced = Ersetzt: { $subject } ist nicht, was zuletzt gespeichert wurde; an dieser Stelle liegt etwas Älteres.
newer-than-listed = Ersetzt: { $subject } ist neuer, als die Liste des Tagebuchs sagt.
unlisted = Hinzugefügt: { $subject } ist echt, gehört aber nicht mehr zum Tagebuch; vielleicht hat es jemand zurückgelegt.
foreign = Hinzugefügt: Im Speicher liegt ein Datensatz, der nicht zu diesem Tagebuch gehört oder bis zur Unkenntlichkeit beschädigt ist.
pages-damaged =
    { $pages ->
        [one] Beschädigt: Eine der 256 Seiten der Liste des Tagebuchs lässt sich nicht öffnen. Die Liste wurde aus dem Gespeicherten neu aufgebaut; ob etwas fehlt, das auf der Seite stand, lässt sich nicht sagen.
       *[other] Beschädigt: { $pages } der 256 Seiten der Liste des Tagebuchs lassen sich nicht öffnen. Die Liste wurde aus dem Gespeicherten neu aufgebaut; ob etwas fehlt, das auf ihnen stand, lässt sich nicht sagen.
    }
head-damaged = Beschädigt: Das Siegel über der Liste des Tagebuchs lässt sich nicht öffnen. Die Liste wurde aus dem Gespeicherten neu aufgebaut; ob etwas fehlt, lässt sich nicht sagen.
pages-replaced = Ersetzt: Teile der Liste des Tagebuchs sind älter als ihr Siegel. Die Liste wurde aus dem Gespeicherten neu aufgebaut; vergleiche sie mit einer Sicherung.
header-replaced = Ersetzt: Der Kopf des Tagebuchs ist nicht der, mit dem es zuletzt geschrieben wurde. Wenn du dein Passwort geändert hast, gilt vielleicht wieder das alte.
log = Im Protokoll: { $finding }
passphrase-not-stored = Dein neues Passwort ist nicht gespeichert, weil auf diesem Gerät kein Platz mehr ist oder Companion nicht schreiben durfte. Dein Wiederherstellungsschlüssel öffnet das Tagebuch wie vorher.
index-damaged = Ein Teil des Suchverzeichnisses fehlt oder wurde verändert. Es wird aus deinen Einträgen neu gemacht; nichts, was du geschrieben hast, ist verloren.
restore-unfinished = Unfertig: Am { $day } wurde hier eine Sicherung wiederhergestellt, und nicht alles ist angekommen. Stell dieselbe Sicherung noch einmal wieder her: Was schon hier ist, bleibt.
rescued = Verloren und zurückgeholt: { $subject } war weg. Was du jetzt davon siehst, ist die neueste frühere Fassung. Vielleicht ist in einer Sicherung eine spätere.
repaired = Gefunden am { $day }: { $finding }

## Worum es bei einem Problem geht: Dies steht in den Sätzen oben

entry = der Eintrag „{ $title }“ ({ $day })
entry-untitled = ein Eintrag ohne Titel ({ $day })
draft = ein Entwurf
settings = der Datensatz der Einstellungen
record = ein interner Datensatz
version = eine frühere Fassung des Eintrags „{ $title }“ ({ $day })
version-untitled = eine frühere Fassung eines Eintrags ohne Titel ({ $day })
version-unknown = eine frühere Fassung eines Eintrags
attachment = ein Foto oder eine Aufnahme des Eintrags „{ $title }“ ({ $day })
attachment-untitled = ein Foto oder eine Aufnahme eines Eintrags ohne Titel ({ $day })
attachment-unknown = ein Foto oder eine Aufnahme
search-index = ein Teil des Suchverzeichnisses
template = eine eigene Vorlage
