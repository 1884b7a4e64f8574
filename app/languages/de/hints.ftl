## Quiet hints: one at a time, each with the one act that helps

label = Ein Hinweis
away = Nicht mehr zeigen
sample = Noch nicht sicher, was du schreiben sollst? Sieh nach, wie es jemand anderes macht.
sample-do = Im Beispieltagebuch umsehen
recovery-key = Falls du das Passwort je vergisst, kommst du mit einem Wiederherstellungsschlüssel auf Papier wieder hinein.
recovery-key-do = Schlüssel anlegen
backup = Dein Tagebuch liegt nur auf diesem Gerät. Eine Sicherung ist eine verschlüsselte Datei, die es überdauert.
backup-do = Die erste Sicherung machen
install = Installiert öffnet sich Companion wie jede andere App, auch ohne Netz.
install-do = Installieren
model = Ein Sprachmodell, das auf diesem Gerät läuft, kann dir zu einer Seite wie dieser eine Frage stellen.
model-do = Ein Modell wählen
