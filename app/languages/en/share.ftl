title = From outside
when-unlocked = Unlock the journal to keep this as a draft.
when-made = Make your journal to keep this as a draft.
in-memory = Until then it is in this window alone, and gone when you close it.
refuse = Do not keep it
is-draft = What you shared is a draft now
backup-refuse = Do not open it

## Sentences with gaps

waiting-text =
    { $words ->
        [one] A shared text of 1 word is waiting.
       *[other] A shared text of { $words } words is waiting.
    }
waiting-pictures =
    { $pictures ->
        [one] A shared picture is waiting.
       *[other] { $pictures } shared pictures are waiting.
    }
waiting-both =
    { $pictures ->
        [one] A shared text with a picture is waiting.
       *[other] A shared text with { $pictures } pictures is waiting.
    }
# The file's $name
backup-waiting = { $name } is waiting. You choose what to do with it once your journal is unlocked; nothing happens by itself.

## What went wrong, what is safe, what to do

lost = Something was shared with Companion, but the browser let go of it before it became a draft. Please share it once more.
too-large = What was shared is more than Companion takes at once (128 MB). Nothing of it was kept. Share fewer pictures at a time, or add them while you write.
unreadable = What was shared could not be read. Nothing of it was kept. Please share it once more, or paste it into an entry.
not-ready = Companion was not ready for what was shared: this browser had put its stored copy away. Nothing of it was kept. It is ready now; please share it once more.
nothing = What was shared has neither text nor pictures, so there is nothing to keep.
too-long = The shared text is longer than Companion can hold. Nothing of it was kept. Please share a part of it.
left-out =
    { $files ->
        [one] 1 file was left out. Up to 30 pictures of a usual kind can be shared at a time.
       *[other] { $files } files were left out. Up to 30 pictures of a usual kind can be shared at a time.
    }
not-kept = What was shared is not stored yet and waits in this window. { $failure }
backup-unreadable = The browser did not let Companion read that file. Nothing was changed. Copy it to this device, then choose it in the settings under Backup.
