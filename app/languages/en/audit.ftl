title = Activity and integrity
lead = Companion keeps a sealed record of what happens to your journal: unlocking, saving, deleting, backups, what the model did. Never what you write. The record cannot be thinned out or changed without being noticed.
looking = Looking at the record…
ok = Everything is in order
ok-so-far = Nothing amiss so far
warning = In order, with a remark
broken = Something is not as it was left
verify = Verify now
show = Show activity
page = Activity
problems = What is wrong
problems-known = What was wrong, and you have read
what-to-do = What to do: your entries are checked on their own each time you unlock, so look there first for anything missing. Then save a backup under a new name, keep your older backups, and compare a checkpoint if you have one. If somebody else can use this device, change your passphrase.
seen = I have read this
anchor-hint = The end of the record has not been kept outside this browser for a while. Save a backup, or make a checkpoint.
checkpoint = Checkpoints
checkpoint-lead = A checkpoint is a short code for everything recorded so far. Keep it on paper or in a message to yourself. Compared later, it shows what nothing on this device can: that the whole journal was put back to an earlier state.
checkpoint-make = Make a checkpoint
checkpoint-copy = Copy it
checkpoint-copied = Copied
checkpoint-not-copied = This browser does not allow copying. Please select and copy it.
checkpoint-field = A checkpoint you have kept
checkpoint-compare = Compare
export = Export as a file
export-hint = Anybody can check the file without your passphrase, with “companion-native audit verify”. It shows what you see here without titles, and nothing of your entries.
print = Print
earlier = Show earlier
events = What happened
no-day = Unknown day
not-saved = This browser did not save the file. Nothing is lost.
damaged = This event is missing or damaged
newer = An event that a newer Companion has recorded

## Sentences with gaps

# $number of the event and $when it was verified
verified-to = Verified to #{ $number }: { $when }.
recorded =
    { $events ->
        [one] 1 event recorded. It is verified as a whole soon after unlocking, or now.
       *[other] { $events } events recorded. It is verified as a whole soon after unlocking, or now.
    }
# $when and the $number of the event
kept-elsewhere = Last kept elsewhere: { $when }, up to #{ $number }.
kept-nowhere = Not kept elsewhere yet: a backup or a checkpoint does that.
# How many events are $done of $total
progress = { $done } of { $total } events
# How many photos and recordings are $done of $total
looked-through = { $done } of { $total } photos and recordings
# $count photos and recordings are not as they were stored
found-damage =
    { $count ->
        [one] A photo or recording is damaged. The list of your entries says which one.
       *[other] { $count } photos and recordings are damaged. The list of your entries says which ones.
    }
# What $happened, to which entry: $title
line = { $happened }: “{ $title }”
# What $happened to an entry without a title
line-untitled = { $happened }: Untitled
# The $day, as 2026-11-22, and the last event: $number
checkpoint-head = Companion checkpoint, { $day }, up to #{ $number }
checkpoint-made = For everything up to #{ $number }. Print it or copy it somewhere that is not this device.
# $day and event $number of the checkpoint
compared-matches = It matches. Everything recorded up to the checkpoint of { $day }, up to #{ $number }, is here unchanged.
compared-other-journal = This checkpoint belongs to another journal.
# $day and event $number of the checkpoint
compared-ahead = It does not match. The checkpoint of { $day }, up to #{ $number }, knows more than this journal: an older state of the whole journal has been put in its place. If you restored an older backup yourself, that is why. If not, look for a newer backup.
# $day and event $number of the checkpoint
compared-differs = It does not match. This journal went another way than the one the checkpoint of { $day }, up to #{ $number }, was made of. If you restored a backup or a copy since, that is why. If not, somebody has exchanged the journal for another copy.
# $day and event $number of the checkpoint
compared-lost = It cannot be compared: the event at which the checkpoint of { $day }, up to #{ $number }, was made is missing or damaged here.
not-a-checkpoint = This is no checkpoint, or characters of it are missing or mistyped.
