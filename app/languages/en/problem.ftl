## What is not as it was left

missing = Missing: { $subject } was saved here and is gone. A backup may still have it.
damaged = Damaged: { $subject } cannot be opened, its stored bytes have changed. A backup may still have it.
replaced = Replaced: { $subject } is not the version that was last saved; an older one lies in its place.
newer-than-listed = Replaced: { $subject } is newer than the journal’s list says.
unlisted = Added: { $subject } is authentic but not part of the journal any more; somebody may have put it back.
foreign = Added: a record that does not belong to this journal, or is damaged beyond recognition, lies in its storage.
pages-damaged =
    { $pages ->
        [one] Damaged: one of the 256 pages of the journal’s list cannot be opened. The list was rebuilt from what is stored; whether anything it listed is missing cannot be told.
       *[other] Damaged: { $pages } of the 256 pages of the journal’s list cannot be opened. The list was rebuilt from what is stored; whether anything they listed is missing cannot be told.
    }
head-damaged = Damaged: the seal over the journal’s list cannot be opened. The list was rebuilt from what is stored; whether anything is missing cannot be told.
pages-replaced = Replaced: parts of the journal’s list are older than its seal. The list was rebuilt from what is stored; compare it with a backup.
header-replaced = Replaced: the journal’s header is not the one it was last written with. If you have changed your passphrase, the old one may work again.
log = In the record of activity: { $finding }
passphrase-not-stored = Your new passphrase is not stored, because this device has no room left or did not let Companion write. Your recovery key opens the journal as before.
index-damaged = A part of the search index is gone or was changed. It is made again from your entries; nothing you wrote is lost.
restore-unfinished = Unfinished: on { $day } a backup was being restored here, and not all of it arrived. Restore the same backup again: what is here already stays.
rescued = Lost and brought back: { $subject } was gone. What you see of it now is its newest earlier version. A backup may have a later one.
# The $day of the repair and what was found then: $finding
repaired = Found on { $day }: { $finding }

## What a problem is about: these stand inside the sentences above

# Its $title and its $day
entry = the entry “{ $title }” of { $day }
entry-untitled = an entry without a title of { $day }
draft = a draft
settings = the record of the settings
record = an internal record
# The entry's $title and $day
version = an earlier version of the entry “{ $title }” of { $day }
version-untitled = an earlier version of an entry without a title of { $day }
version-unknown = an earlier version of an entry
# The entry's $title and $day
attachment = a photo or recording of the entry “{ $title }” of { $day }
attachment-untitled = a photo or recording of an entry without a title of { $day }
attachment-unknown = a photo or recording
search-index = a part of the search index
template = a template of your own
