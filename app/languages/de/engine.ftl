## Warum das Modell etwas nicht konnte

failure-no-model = Was dafür nötig ist, ist noch nicht auf diesem Gerät. Hol es in den Einstellungen.
failure-unusable-file = Diese Datei ist kein Modell, das Companion benutzen kann: Sie ist unvollständig, von anderer Art oder zu alt. Nichts wurde verändert.
failure-wrong-sum = Die Datei ist nicht die, die angekündigt war (ihre SHA-256-Summe ist eine andere). Sie wurde verworfen.
failure-no-space = Auf diesem Gerät ist kein Platz mehr dafür. Schaff etwas Platz und versuch es noch einmal.
failure-no-memory = Dieses Modell braucht mehr Arbeitsspeicher, als dieser Browser geben kann. Nimm ein kleineres.
failure-network = Das Modell ließ sich nicht holen. Was schon angekommen ist, bleibt: Versuch es noch einmal.
failure-cancelled = Abgebrochen.
failure-busy = Mit dem Modell ist gerade etwas anderes im Gange, hier oder in einem anderen Tab. Warte einen Augenblick oder halte es an.
failure-storage = Dieser Browser hat Companion nicht an den Speicher des Modells gelassen, wie in privaten Fenstern.
failure-internal = Im Modell ist etwas schiefgegangen. Dein Tagebuch ist nicht betroffen. Versuch es noch einmal.
