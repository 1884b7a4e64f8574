## The first screen: what this is, and two ways on

title = Ein Tagebuch, das nur du lesen kannst
promise =
    .keeps = Companion behält dein Tagebuch auf diesem Gerät und verschlüsselt jedes Wort, bevor es gespeichert wird.
    .leaves = Es funktioniert ohne Netz, und nichts, was du schreibst, verlässt je dieses Gerät.
begin = Mein Tagebuch beginnen
look-around = Erst in einem Beispieltagebuch umsehen
look-around-hint = Erfundene Seiten, um alles auszuprobieren. Nichts davon bleibt.
opening-sample = Das Beispiel wird geöffnet …

## The passphrase

passphrase-title = Wähle ein Passwort
warning-title = Nur mit ihm kommst du hinein, und niemand kann es zurücksetzen.
warning = Schreib es auf und bewahre es sicher auf, bis du es auswendig kannst.
recovery-offer = Auch einen Wiederherstellungsschlüssel anlegen
recovery-offer-hint = Ein zweiter Weg hinein, für die Schublade oder den Safe: Du schreibst ihn gleich auf Papier ab. Das geht auch später.
create = Mein Tagebuch anlegen
back = Zurück

## The recovery key

key-title = Dein Schlüssel zur Wiederherstellung
key-later = Später erledigen
key-failed = Der Wiederherstellungsschlüssel konnte nicht angelegt werden. In den Einstellungen geht das jederzeit.

# The first question ever asked
first-question = Was geht dir gerade durch den Kopf? Eine Zeile genügt.
