title = Import
lead = Bring your writing from Day One, jrnl, Joplin, Standard Notes, Obsidian or any folder of Markdown files into this journal. It is read on this device, and nothing is changed before you have seen what would come.
pick = Choose a file
pick-hint = A zip, a JEX file, a backup or a text file, as the other program exports it. What it is shows in its contents, whatever it is called.
pick-folder = Choose a folder
opening = Opening the file…
looking = Looking through the file…
bringing = Bringing your entries in…
stop = Stop
stop-hint = What has come so far stays.
password-lead = This file is encrypted. Its password is the one of the program it comes from; it is not stored.
password = Its password
password-go = Open it
password-missing = Type the password of the file first.
take = Bring them in
leave = Not now
nothing-new = There is nothing new in this file.
samples = Some of them
untitled = Without a title
skipped-title = What would not come
skipped-after-title = What did not come
keep-originals = Keep photos exactly as they are
keep-originals-hint = Otherwise what the camera wrote into them, such as the place, is taken out. The pictures stay as they are.
names-title = Which ones
done-title = Imported
stopped-title = Stopped
cut-off-title = Cut off
undone-title = Undone
again = Import something else
undo = Undo this import
undo-title = Move these entries to the trash?
undo-text = Everything this import brought goes to the trash, also what you have changed since. It can be brought back from there for 30 days.
undo-action = Move to the trash
receipts-title = Earlier imports
sign = Imported
source-companion = Companion’s JSON
source-day-one = Day One
source-jrnl = jrnl
source-joplin = Joplin
source-standard-notes = Standard Notes
source-markdown = Markdown files
source-sample = Sample journal

## Sentences with gaps

# Where an entry came from: $source is the name of a program
from = Imported from { $source }
# How much is $done of $total
progress = { $done } of { $total }
# What is in the $file, by the name of its $source, and how many texts ($count)
found = { $file } is from { $source }. There { $count ->
        [one] is 1 text in it.
       *[other] are { $count } texts in it.
    }
would-come =
    { $count ->
        [one] 1 entry would come.
       *[other] { $count } entries would come.
    }
# From the $first day to the $last
range = They are from { $first } to { $last }.
range-day = From { $day }.
cut =
    { $count ->
        [one] 1 text is longer than an entry may be and comes as several entries.
       *[other] { $count } texts are longer than an entry may be and come as several entries.
    }
photos =
    { $count ->
        [one] 1 photo comes along.
       *[other] { $count } photos come along.
    }
unseen =
    { $count ->
        [one] 1 photo is HEIC, which only some browsers can show. It is kept.
       *[other] { $count } photos are HEIC, which only some browsers can show. They are kept.
    }
recordings =
    { $count ->
        [one] 1 voice note comes along as it is, with what its file tells, such as where it was recorded.
       *[other] { $count } voice notes come along as they are, with what their files tell, such as where they were recorded.
    }
missing =
    { $count ->
        [one] 1 attachment does not: the file lacks it, or it is neither a photo nor a voice note.
       *[other] { $count } attachments do not: the file lacks them, or they are neither photos nor voice notes.
    }
dates-of-files =
    { $count ->
        [one] 1 text does not say when it was written; it gets the date of its file.
       *[other] { $count } texts do not say when they were written; they get the dates of their files.
    }
converted =
    { $count ->
        [one] 1 text is rich text and becomes Markdown.
       *[other] { $count } texts are rich text and become Markdown.
    }
skipped-empty = { $count } without any text
skipped-duplicate = { $count } here already
skipped-differs = { $count } here already with another text; yours stays
skipped-no-date = { $count } that do not say when they were written
skipped-unreadable = { $count } that cannot be read
skipped-too-large = { $count } too large for an entry
skipped-encrypted = { $count } still encrypted
skipped-deleted = { $count } from the trash there
reason-empty = no text
reason-duplicate = here already
reason-differs = another text is here
reason-no-date = no date
reason-unreadable = cannot be read
reason-too-large = too large
reason-encrypted = encrypted
reason-deleted = was in the trash
# A thing by its $name, and the $why
told = { $name }: { $why }
# Of everything $found, what came ($imported) and what did not ($skipped)
reconciled = { $found } found = { $imported } imported + { $skipped } skipped.
# How many entries ($made) became of how many texts ($imported)
made = They are { $made } entries, because long texts were cut.
# How many were looked at ($found) of how many there are ($total)
stopped-at = It was stopped after { $found } of { $total }.
# How many were looked at ($found) of how many there are ($total)
cut-off-at = It was cut off after { $found } of { $total }. Import the file again to bring the rest: nothing comes twice.
attachments =
    { $count ->
        [one] 1 photo or voice note came along.
       *[other] { $count } photos and voice notes came along.
    }
telling =
    { $count ->
        [one] 1 of them holds what its file told before, such as a place.
       *[other] { $count } of them hold what their files told before, such as a place.
    }
attachments-missing =
    { $count ->
        [one] 1 photo or other attachment did not come.
       *[other] { $count } photos or other attachments did not come.
    }
undone =
    { $count ->
        [0] Nothing of this import was left outside the trash.
        [one] 1 entry is in the trash now.
       *[other] { $count } entries are in the trash now.
    }
undone-at = It was undone: { $when }.
# One earlier import: its $file, $source, the $when and how many $entries came
receipt = { $file } ({ $source }), { $when }: { $entries ->
        [one] 1 entry
       *[other] { $entries } entries
    }

## What went wrong, what is safe, what to do

failure-unknown = Companion does not know this file, so nothing was changed. It reads exports of Day One (JSON), jrnl, Joplin (JEX), Standard Notes, Companion’s JSON, and Markdown or text files.
failure-password = That password does not open this file. Nothing was changed. Try again.
failure-too-large = This file is larger than Companion reads, or holds more than it measures. Nothing was changed. Export it in smaller parts and try again.
failure-damaged = This file cannot be used: it is damaged, or only a part of it is here. What your journal holds is safe. Export it once more and try again.
failure-sealed = This file is encrypted in a way that Companion cannot open. Nothing was changed. Export it without a password and try again.
failure-newer = This file was written by a newer version of Companion. Nothing was changed. Reload this page to update Companion, then try again.
failure-file = The file could not be read. What your journal holds is safe. Copy it to this device and try again.
failure-storage-full = This device has no room left for more. What has come so far is safe and stays. Free some space and import the file again: nothing comes twice.
