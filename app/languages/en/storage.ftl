## Deriving a key

deriving = Working out your keys. This is slow on purpose: it makes guessing slow, too.
deriving-label = Working out your keys
measuring = Measuring on this device…

## The worker has ended, or another tab was quicker

interrupted-title = Companion had to start again
interrupted = The part that guards your journal ended unexpectedly, and your keys with it. Everything saved is safe. Unlock to go on.
rescued-title = This text is only on this page
rescued = Its last lines may not be stored yet. Unlock your journal here and you write on where you were; until then you can copy it.
rescued-back = Your text is back, and stored
rescued-saved = Your entry was saved
rescued-beside = It was written on elsewhere: this text is a draft of its own, beside the other
clock-behind = This device’s clock is behind: your journal holds something from a later day. Nothing is lost. Set the clock right, so that new entries get the right day.

## The browser's promise

keeping-title = Storage on this device
keeping-ask = Ask the browser to keep it
keeping-refused = The browser did not agree. It often does later, when you use Companion more often or install it.

## A vanished journal

vanished-title = Your journal is not here any more
vanished = There was a journal in this browser, and its storage is gone. You did not delete it in Companion: a browser clears storage when the device runs out of room, when somebody clears this site’s data, or when its files are damaged.
vanished-elsewhere = Perhaps you wrote in another browser, or at another address? A journal made there is still there.
restore-title = Restore a backup
begin-title = Or begin a new journal

## The reminder

reminder-title = Time for a backup?
reminder-do = Make one now
later = Not now

## The folder

folder-title = Backups by themselves
folder-lead = Choose a folder, best one that is copied to another device, and Companion keeps backups in it. The newest seven stay; older ones of this journal are removed.
folder-unsupported = This browser does not let Companion write into a folder. Chrome and Edge on a computer do.
folder-choose = Choose a folder
folder-change = Choose another folder
folder-now = Back up now
folder-stop = Stop
folder-every = How often
folder-allow = Allow it
folder-retry = Try again
folder-busy = Writing the backup…
folder-none-yet = No backup is in it yet.
folder-permission-title = May Companion write its backup?
folder-failed-title = The backup was not made
folder-differs = what is in the folder is not what was written
folder-gone = the folder is not there any more
folder-full = there is no room left where the folder is
folder-refused = the browser does not let Companion write there
folder-unknown = the file could not be written

## Sentences with gaps

keeping-unknown = This browser does not say whether it keeps your journal when the device runs out of room. Keep a backup.
keeping-lasting = This browser has promised not to clear your journal by itself. It still goes when you clear this site’s data, or lose this device: keep a backup.
keeping-while-room = This browser may clear your journal when the device runs out of room. That is rare. You can ask it not to; a backup is safe in any case.
vanished-last-backup = Its last backup: { $day }. If you have the file, everything in it comes back.
vanished-no-backup = Companion knows of no backup made here. If you have a backup file, everything in it comes back.
reminder-never = Your journal exists only in this browser. One encrypted file, kept on another device, brings everything back if this one is lost.
reminder-old =
    { $days ->
        [one] Your last backup is one day old.
       *[other] Your last backup is { $days } days old.
    } One encrypted file, kept on another device, brings everything back if this one is lost.
age =
    { $days ->
        [one] 1 day ago
       *[other] { $days } days ago
    }
folder-every-day = Every day
folder-every-week = Every week
folder-permission = A backup into “{ $name }” is due, and the browser wants your permission for it again.
# The folder's $name and $when
folder-made = Last into “{ $name }”: { $when }. It was read back and compared.
# The folder's $name and the reason: $why
folder-failed = The backup into “{ $name }” did not succeed: { $why }. Your journal is not affected, and earlier backups stay.
# Seconds with one kind of key, $time, and with the other, $memory
costs = Unlocking on this device takes about { $time } s with time, about { $memory } s with time and memory.
