title = Earlier versions
lead = Each time you save a changed text, what it said before is kept here. Bringing a version back loses nothing: today’s text is kept as a version, too.
none = There are no earlier versions of this entry.
damaged = This version cannot be read
damaged-detail = What is stored of it was changed or broken.
restore = Bring this version back
restored = That version is the entry’s text again. What it said before is kept as a version.
show = Show
shown =
    .changes = What changed
    .as-it-was = As it was
legend = Struck through: only in this version. Underlined: written later.
unchanged = It says the same as the entry does now.
has-draft = This entry has changes that you have not saved. They stay as they are.
entry-damaged = This entry cannot be read: what is stored of it was changed or broken. These are its earlier versions.
removed-before = Removed since:{" "}
added-before = Written later:{" "}

## Settings

keep = Keep of each entry
keep-hint = When you save a changed entry, what it said before stays readable on the entry’s page. Beyond this number, the oldest go.
fewer-title = Keep fewer earlier versions?
fewer-action = Remove them

## Sentences with gaps

link =
    { $versions ->
        [one] 1 earlier version
       *[other] { $versions } earlier versions
    }
same-length = as many as now
more-words =
    { $words ->
        [one] 1 word more than now
       *[other] { $words } words more than now
    }
fewer-words =
    { $words ->
        [one] 1 word fewer than now
       *[other] { $words } words fewer than now
    }
kept = { $versions ->
        [0] None
        [one] 1 version
       *[other] { $versions } versions
    }
fewer =
    { $versions ->
        [one] One earlier version is beyond that number and would be removed for good. The entries themselves stay as they are.
       *[other] { $versions } earlier versions are beyond that number and would be removed for good. The entries themselves stay as they are.
    }
removed =
    { $versions ->
        [one] 1 earlier version removed
       *[other] { $versions } earlier versions removed
    }
