title = Backup
lead = A backup is one encrypted file with your whole journal. Keep it on another device: it opens with the passphrase or the recovery key you have today, and with nothing else.
never = No backup has been made yet.
looking = Looking for the last backup…
create = Save a backup
creating = Writing the backup…
pick = Open a backup file
pick-hint = To check a backup, or to bring what is in it into this journal. Nothing you have here is overwritten: where two texts differ, both are kept.
first-run-title = Do you have a backup?
first-run-hint = Your journal comes back as it was, with the passphrase of the day the backup was made.
passphrase = Its passphrase, or its recovery key
check = Check it
restore = Restore my journal
merge = Bring it in
working = Reading the backup…
not-found = The backup was written, but this browser did not hand it over. Nothing is lost. Please try again.

## Sentences with gaps

# $when it was and how many $entries it holds
last = Last backup: { $when }, { $entries ->
        [one] 1 entry.
       *[other] { $entries } entries.
    }
# $when it was, how long ago ($age) and how many $entries it holds
last-and-age = Last backup: { $when } ({ $age }), { $entries ->
        [one] 1 entry.
       *[other] { $entries } entries.
    }
# The file's $name and its $contents
written = { $name } was written, read back and compared: { $contents }. Check that your browser has saved it, and keep it on another device.
# When it was made ($made) and its $contents
checked = This backup is whole. It was made { $made } and holds { $contents }. Nothing was changed.
merged-all-known = Everything in this backup was in your journal already.
merged = The backup is in your journal: { $parts }.
merged-added = { $entries } added
merged-updated = { $entries } replaced by a newer version
merged-beside = { $entries } kept beside yours, because the texts differ
merged-as-version = { $entries } kept as an earlier version, because the texts differ
merged-versions =
    { $versions ->
        [one] 1 earlier version added
       *[other] { $versions } earlier versions added
    }
# How much is $done of $total
progress = { $done } of { $total }
entry-count =
    { $entries ->
        [one] 1 entry
       *[other] { $entries } entries
    }
in-trash = { $entries } in the trash
draft-count =
    { $drafts ->
        [one] 1 draft
       *[other] { $drafts } drafts
    }

## What went wrong, what is safe, what to do

failure-wrong-passphrase = That passphrase does not open this backup. It needs the one you had when the backup was made. Nothing was changed.
failure-not-a-backup = This file is not a Companion backup. Nothing was changed. A backup’s name ends with .companion.
failure-damaged = This backup is damaged: bytes in it have changed or are missing. Nothing was changed. Try another copy of it, or an older backup.
failure-cut-off = This backup ends too early: it was cut off when it was saved or copied. Nothing was changed. Try another copy of it, or an older backup.
failure-newer = This backup was made by a newer version of Companion. Nothing was changed. Reload this page to update Companion, then try again.
failure-file = The file could not be read or written. Nothing is lost. Copy it to this device and try again.
failure-storage-full = This device has no room left for that. Everything in your journal is safe. Free some space and do it again: what has arrived stays, and nothing comes twice.
