## What happens to the journal, one line an event

journal-created = Journal created
log-begun = The record of activity begins
unlocked = Unlocked
unlocked-with-recovery-key = Unlocked with the recovery key
unlocks-failed =
    { $times ->
        [one] One wrong passphrase before this unlocking
       *[other] { $times } wrong passphrases before this unlocking
    }
events-lost =
    { $events ->
        [one] 1 event could not be written because the storage failed
       *[other] { $events } events could not be written because the storage failed
    }
problem-found = Problem found. { $finding }
entry-written = Entry written
entry-changed = Entry changed
entry-deleted = Entry moved to the trash
entry-restored = Entry brought back from the trash
entry-purged = Entry removed for good
version-restored = Earlier version of an entry brought back
entries-exported =
    { $entries ->
        [one] One entry exported as readable text
       *[other] { $entries } entries exported as readable text
    }
# How many $entries, from which $source
entries-imported =
    { $entries ->
        [one] One entry imported from { $source }
       *[other] { $entries } entries imported from { $source }
    }
import-undone =
    { $entries ->
        [one] Import undone: one entry moved to the trash
       *[other] Import undone: { $entries } entries moved to the trash
    }
# When it locks itself from now on ($now) and did $before
idle-lock-changed = Locks itself { $now }, before it was { $before }
idle-after =
    { $minutes ->
        [0] never
        [one] after 1 minute
       *[other] after { $minutes } minutes
    }
passphrase-changed = Passphrase or its protection changed ({ $protection })
passphrase-reset = Passphrase replaced by means of the recovery key ({ $protection })
recovery-key-made = Recovery key made
recovery-key-removed = Recovery key removed
model-loaded = Model loaded: { $model }
# Which $task, by which $model, in how many $seconds
task-finished = { $task } by { $model }, { $seconds } s
# Which $task, by which $model, in how many $seconds
task-stopped = { $task } by { $model }, { $seconds } s, stopped
# Which $task, by which $model, in how many $seconds
task-failed = { $task } by { $model }, { $seconds } s, failed
task-question = A question
task-sentiment = Mood of an entry
task-themes = Themes of an entry
task-summary = A summary
task-patterns = Patterns over entries
task-embedding = Preparing for search
task-detection = A check of a text
# $what was noticed, and how often: $count
detected = { $what } noticed in a text ({ $count })
detected-personal-details = Personal details
detected-prompt-injection = Orders to a model
detected-data-poisoning = Misleading text
# How many $entries, up to which event: $number
backup-made =
    { $entries ->
        [one] Backup made of 1 entry, up to #{ $number }
       *[other] Backup made of { $entries } entries, up to #{ $number }
    }
backup-restored = Journal restored from a backup that went up to #{ $number }
backup-merged =
    { $entries ->
        [one] Backup brought in: 1 entry or draft added or changed
       *[other] Backup brought in: { $entries } entries or drafts added or changed
    }
verified = Verified up to #{ $number }: all in order
# Up to which event ($number), with how many $problems
verified-with-problems =
    { $problems ->
        [one] Verified up to #{ $number }: 1 problem
       *[other] Verified up to #{ $number }: { $problems } problems
    }
checkpoint-made = Checkpoint made
checkpoint-matches = Checkpoint of #{ $number } compared: it matches
checkpoint-differs = Checkpoint of #{ $number } compared: it does not match
log-exported = Activity exported up to #{ $number }
findings-seen = Problems of this record marked as read
journal-repaired =
    { $problems ->
        [one] Journal accepted as it is, with one problem
       *[other] Journal accepted as it is, with { $problems } problems
    }

## What is found wrong in the record

torn-end = Torn end: the last event, #{ $number }, was written only in part, as by a failing disk or a power cut.
cut-off-one = Cut off: event #{ $number } is missing at the end. Somebody or something has removed the newest events.
# $first and $last event that is missing
cut-off = Cut off: events #{ $first } to #{ $last } are missing at the end. Somebody or something has removed the newest events.
removed-one = Removed: event #{ $number } is missing from the middle.
# $first and $last event that is missing
removed = Removed: events #{ $first } to #{ $last } are missing from the middle.
inserted-somewhere = Added: something that Companion never wrote lies among the events.
inserted = Added: at #{ $number } lies something that Companion never wrote there.
edited = Changed: event #{ $number } is not as it was written, and cannot be read.
forked = Mixed: the events up to #{ $number } and those after it come from two different copies of this journal.
# The last event by the seal ($sealed) and the last that there is ($found)
downgraded = Set back: the journal’s seal knows the events up to #{ $sealed }, and there are events up to #{ $found }. An older state of the journal was put back.
