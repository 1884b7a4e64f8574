//! Prepared pages in German.

use super::Given;

pub(super) const GIVEN: [Given; 5] = [
    Given {
        name: "Freie Seite",
        lead: "Nichts als die Seite.",
        content: "",
    },
    Given {
        name: "Dankbarkeit",
        lead: "Drei gute Dinge, und warum es sie gab.",
        content: "\
## Drei gute Dinge

1. \n2. \n3. \n
## Warum es sie gab


## Wem ich danken möchte

",
    },
    Given {
        name: "Morgenseiten",
        lead: "Schreib ohne anzuhalten, bevor der Tag hereinkommt. Niemand bewertet es.",
        content: "\
## Morgenseiten

> Nicht anhalten, nicht verbessern. Wenn nichts kommt, schreib, dass nichts kommt.

",
    },
    Given {
        name: "Gedankenprotokoll",
        lead: "Einen schweren Gedanken von außen ansehen, wie in der Verhaltenstherapie.",
        content: "\
## Situation

> Wo, wann, mit wem? Nur was eine Kamera gesehen hätte.


## Gefühl

> Welches, und wie stark von 0 bis 100?


## Gedanke

> Wörtlich, wie er dir durch den Kopf ging.


## Was dafür spricht


## Was dagegen spricht


## Ein gerechterer Gedanke


## Gefühl jetzt

> Wie stark von 0 bis 100?

",
    },
    Given {
        name: "Wochenrückblick",
        lead: "Sieben Tage ansehen und wählen, was als Nächstes kommt.",
        content: "\
## Was war

- \n
## Was mir Kraft gab


## Was mich Kraft kostete


## Was ich gelernt habe


## Was ich hierlasse


## Nächste Woche

- [ ] \n",
    },
];
