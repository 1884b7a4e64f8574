//! Prepared pages in English.

use super::Given;

pub(super) const GIVEN: [Given; 5] = [
    Given {
        name: "Free page",
        lead: "Nothing but the page.",
        content: "",
    },
    Given {
        name: "Gratitude",
        lead: "Three good things, and why they happened.",
        content: "\
## Three good things

1. \n2. \n3. \n
## Why they happened


## Whom I would like to thank

",
    },
    Given {
        name: "Morning pages",
        lead: "Write without stopping, before the day gets in. Nobody will grade it.",
        content: "\
## Morning pages

> Do not stop, do not correct. If nothing comes, write that nothing comes.

",
    },
    Given {
        name: "Thought record",
        lead: "Look at a heavy thought from outside, as in cognitive behavioural therapy.",
        content: "\
## Situation

> Where, when, with whom? Only what a camera would have seen.


## Feeling

> Which one, and how strong from 0 to 100?


## Thought

> Word for word, as it went through your head.


## What speaks for it


## What speaks against it


## A fairer thought


## Feeling now

> How strong from 0 to 100?

",
    },
    Given {
        name: "Weekly review",
        lead: "Look back on seven days and choose what comes next.",
        content: "\
## What happened

- \n
## What gave me strength


## What cost me strength


## What I learned


## What I leave behind


## Next week

- [ ] \n",
    },
];
