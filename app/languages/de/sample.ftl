## While it is open

banner = Das ist ein Beispieltagebuch. Nichts, was du hier tust, bleibt.
start-own = Eigenes Tagebuch beginnen
back-to-own = Zurück zu meinem Tagebuch
leave = Verlassen

## In the settings

title = Beispieltagebuch
lead = Erfundene Seiten eines anderen Menschen, um auszuprobieren, was du am eigenen Tagebuch lieber nicht probierst. Dein Tagebuch ist währenddessen gesperrt, und vom Beispiel bleibt nichts.
open = Das Beispieltagebuch öffnen
opening = Wird geöffnet …

## What went wrong

not-loaded = Das Beispiel konnte nicht geladen werden. Dafür braucht es dieses eine Mal ein Netz, außer Companion ist installiert. Nichts wurde verändert.
not-here = Das Beispieltagebuch kann das nicht: Es würde etwas zurücklassen. Dein eigenes Tagebuch kann es.
