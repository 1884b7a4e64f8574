## Everywhere

name = Companion
skip = Skip to the page
close = Close
cancel = Cancel
back = Back
today = Today
yesterday = Yesterday
saved = Saved
opening = Opening Companion…
reload = Start again

## Wrong browser

unsupported-title = This browser cannot keep your journal
unsupported-lead = Companion encrypts and stores everything on this device, inside the browser. For that it needs:
unsupported-use = What to use instead
unsupported-list =
    .chromium = Chrome, Edge, Brave or another Chromium browser, version 105 or newer
    .firefox = Firefox 114 or newer, in a normal window (not a private one)
    .safari = Safari 16.4 or newer, on iPhone and iPad too
unsupported-safe = Nothing was stored or changed. A journal made in another browser is still there.

## First run

choose-passphrase = New passphrase
repeat-passphrase = Type it again
passphrase-hint = Four or five unrelated words are strong and easy to remember.
creating = Making your keys…
passphrases-differ = The two passphrases are not the same. Type the second one again.
show-passphrase = Show passphrase
hide-passphrase = Hide passphrase
strength-label = Strength of the passphrase
strength =
    .worst = Guessed at once
    .weak = Easily guessed
    .fair = Could be guessed
    .good = Good
    .strong = Strong

## Unlock

unlock-title = Welcome back
unlock-lead = Your journal is locked.
passphrase = Passphrase
unlock = Unlock
unlocking = Unlocking…
passphrase-missing = Type your passphrase first.
forgotten = Forgot your passphrase? Use your recovery key

## Passphrase and recovery key

change-passphrase-title = Passphrase
change-passphrase = Change passphrase
change-passphrase-do = Change it
changing = Changing…
passphrase-changed = Your passphrase is changed
passphrase-now = Your present passphrase
guessing = Guessing costs
guessing-choices =
    .time = Time
    .memory = Time and memory
guessing-hint = Somebody who has copied your journal can only guess the passphrase. With memory, every guess costs them more, and unlocking takes 64 MB on this device.
recovery-title = Recovery key
recovery-none = A recovery key opens your journal if you forget the passphrase. It is for paper, kept where you keep other things that matter: whoever has it can read your journal.
recovery-there = There is a recovery key for this journal. It cannot be shown again; you can make another one, and the one on your paper ends then.
recovery-create = Make a recovery key
recovery-replace = Make another one
recovery-remove = Remove the recovery key
recovery-remove-title = Remove the recovery key?
recovery-remove-text = What is on your paper opens nothing any more. Only your passphrase opens the journal then.
recovery-removed = The recovery key is removed
recovery-making = Making it…
recovery-shown-title = Your Companion recovery key
recovery-shown = Write it down or print it now: it is shown this once. With it, and without the passphrase, this journal and its backups can be opened.
recovery-groups = The groups of your recovery key
recovery-print = Print
recovery-copy = Copy
recovery-copied = Copied. Paste it into a safe place, then copy something else.
recovery-not-copied = This browser did not let Companion copy it.
recovery-confirm-lead = To be sure that it is on paper, type two of its groups. It opens your journal only after that.
recovery-confirm = Use this key from now on
recovery-confirm-wrong = That is not what is shown above. Compare the two groups with your paper.
recovery-ready = Your recovery key is ready
recover-title = Use your recovery key
recover-lead = Type the 13 groups from your paper. Spaces, hyphens and capital letters do not matter.
recover-next = Continue
recover-checking = Checking…
recover-new-title = Choose a new passphrase
recover-new-lead = The recovery key is right. The passphrase you choose now takes the place of the forgotten one. Your recovery key stays as it is.
recover-open = Open my journal
recover-back = Back to the passphrase
recovery-missing = Type your recovery key first.

## Another tab

other-tab-title = Your journal is open somewhere else
other-tab-lead = Another tab or window of this browser is using it. Two at once could overwrite each other, so only one may be open.
other-tab-safe = If you use it here, the other tab stores what is being written first. Nothing is lost.
take-over = Use it here
taking-over = Waiting for the other tab…

## The journal cannot be used

failed-title = Your journal cannot be opened
failed-start-title = Companion could not start
start-failed = A part of Companion could not be loaded. Nothing was stored or changed, and a journal on this device is safe. See that you are online, then start again. If that does not help, this browser may be too old: use a current Chrome, Edge, Firefox or Safari.
worker-silent = The part of Companion that guards your journal ended before it answered, and was started again. Everything saved is safe. Please try again.

## The journal

journal = Journal
page = Page
entry = Entry
new-entry = New entry
settings = Settings
lock = Lock
lock-hint = Lock (Ctrl+Shift+L)
lock-hint-apple = Lock (⇧⌘L)
continue-writing = Continue writing
unsaved = Not saved yet
unsaved-changes = Unsaved changes
untitled = Untitled
damaged-title = Damaged entry
damaged = What is stored of it was changed or broken and cannot be read. Your other entries are fine.
problems-title = Something is not as you left it
problems-safe = Everything else was checked and is in order.
none-yet = No entries yet
empty-title = Your first page
empty = Write whatever is on your mind: one line is enough. It is stored as you type, encrypted, and only on this device.
empty-shortcut = On a keyboard, N begins a new entry.
begin = Begin writing
nothing-open = Choose an entry to read, or begin a new one.
print-list = These are the entries near the view. To print the whole journal, export it as a PDF, in the settings.
deleted = Entry deleted
undo = Undo
brought-back = The entry is back

## The editor

editor-label = Your entry
editor-placeholder = What is on your mind?
save = Save
saving = Saving…
save-hint = Save (Ctrl+Enter)
save-hint-apple = Save (⌘↩)
editing = Writing…
draft-saved = Draft stored
not-stored = Not stored
full-screen = Full screen
leave-full-screen = Leave full screen
discard = Discard
discard-new-title = Discard this text?
discard-new = It was never saved as an entry. It cannot be brought back.
discard-changes-title = Discard your changes?
discard-changes = The entry stays as it was when it was last saved. The changes cannot be brought back.
keep-writing = Keep writing
draft-discarded = Discarded
draft-kept = Kept as a draft, at the top of your journal
nothing-to-save = There is nothing to save yet. Write a word or two first; to remove an entry, delete it from its own page.
split = Save the first part and go on
split-done = The first part is saved. You are in the second part.
copy-text = Select all text
try-again = Try again
lock-anyway = Lock and lose the last lines
lock-waits = Your journal is not locked yet, because locking would lose these lines.

## Reading

edit = Edit
delete = Delete
reflect = Reflect
reflect-lead = Let the model on this device ask you a question about this entry.
reflect-again = Ask something else
reflect-title = A question for you
reflecting = Reading your entry…
stop = Stop
stopping = Stopping…
stopped = Stopped
answer = Answer it
keep = Keep
dismiss = Dismiss
question-kept = The question is now part of your entry
no-question = The model found nothing to ask. Your entry is unchanged. Try again, or write a little more.
no-model-title = There is no model on this device yet
no-model = To ask you questions, Companion needs a language model: one file, about half a gigabyte. It is fetched once, runs on this device without a network, and what you write never leaves it. Your journal works without it.
get-model-in-settings = Get a model in Settings
model-worker-ended = The model stopped answering and was restarted. Your journal is not affected. Try again; if it happens every time, this device may have too little memory for this model.

## Settings

model = Model
model-lead = A language model that runs on this device. It reads only the entry you ask about, and forgets it when you lock.
models-here = Available here
no-offers = This site offers no models. You can use a file of your own.
this-computer = this computer
looking = Looking for models…
download = Get
sum = Checked sum (SHA-256)
import = Use a model file
import-hint = A GGUF file of the Qwen2 family, from this device. It is checked, then copied into Companion’s own storage.
remove = Remove
remove-title = Remove the model?
remove-text = Your journal stays as it is. To be asked questions again you will need to get the model again.
internet-title = Use the internet for this?
internet-text = Companion fetches this one file from the address below. Its publisher sees this device’s internet address, and nothing of your journal.
fetch = Fetch it
security = Security
idle-lock = Lock when I am away for
lock-now = Lock now (Ctrl+Shift+L)
lock-now-apple = Lock now (⇧⌘L)
lock-when = It also locks when this device goes to sleep. What you are writing is stored first.
appearance = Appearance
language = Language
language-of-browser = As the browser
theme = Theme
themes =
    .device = As the device
    .light = Light
    .dark = Dark
face = Letters
faces =
    .serif = Serif
    .sans = Sans
text-size = Text size
sizes =
    .small = Small
    .medium = Medium
    .large = Large
    .largest = Largest
sample = The long way home, with the windows down.
app = On this device
install-lead = Give Companion its own window and icon. It then opens like any other app.
install = Install Companion
about-title = About
protects-title = What Companion protects
protects =
    .written = Everything you write, titles and dates included, is encrypted before it is stored. Without your passphrase it cannot be read.
    .changed = Changed, swapped or missing entries are noticed when you unlock.
    .sent = Nothing is sent anywhere. Getting a model is the one exception, and only when you ask for it.
limits-title = What it cannot protect
limits =
    .unlocked = A journal that is unlocked: whoever holds your unlocked device can read it.
    .spied-on = A device with spying software on it, or a browser extension that may read every page.
    .forgotten = A forgotten passphrase, unless you have made a recovery key. There is no other way in.
    .lost = Loss of this device, or of this browser’s data for this site, unless you keep a backup elsewhere.
version = Version

## Updates

update = A new version of Companion is here.
update-apply = Update now
update-safe = What you are writing is stored first.

## Sentences with gaps

passphrase-too-short = Use at least { $characters } characters; longer is safer.
recovery-group = Group { $number }
too-long = One entry holds { $characters } characters, and this text is longer. It is safe as a draft. You can save the first part as an entry of its own and go on with the rest.
too-long-by =
    { $characters ->
        [one] 1 character too many.
       *[other] { $characters } characters too many.
    }
idle-never = Never
idle-minutes =
    { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }
idle-hours =
    { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    }
# $day and $time
day-and-time = { $day }, { $time }
# Two facts on one line: $first, $second
joined = { $first } · { $second }
# An action and what it is about, for those who do not see where its button stands: $action, $what
about = { $action }: { $what }
# What is done ($action) and by which $keys
with-keys = { $action } ({ $keys })
get-model = Get: { $name }
word-count =
    { $words ->
        [one] 1 word
       *[other] { $words } words
    }
minutes-spent = { $minutes } min of writing
# $hours and $minutes
hours-spent = { $hours } h { $minutes } min of writing
size = { $megabytes } MB

## What a browser lacks

missing-secure-connection = a secure connection: open the address that begins with https, or Companion on this very computer
missing-simd = fast arithmetic for the model (this browser is too old)
missing-locks = a way to make sure that only one tab writes (this browser is too old)
missing-database = storage for the journal (switched off, or this is a private window)
missing-files = storage for the model (switched off, or this is a private window)

## Where the model stands

model-none = No model yet
model-downloading = Getting the model…
model-ready = Ready to use
model-loading = Waking up…
model-loaded = Awake
model-error = The model cannot be used
stage-transfer = Copying the model…
stage-verify = Checking the model…
stage-load = Waking the model…
stage-encoder = Reading for meaning…
# $stage and $percent
stage-percent = { $stage } { $percent } %

## What went wrong, what is safe, what to do

failure-wrong-passphrase = That is not this journal’s passphrase. Check capital letters and the keyboard’s language, and try again.
failure-locked = Your journal is locked. Unlock it and try again.
failure-not-found = That entry is not here any more.
failure-too-long = One entry holds { $characters } characters. The text is safe as a draft.
failure-draft-too-large = This text is larger than the journal can store at once, and its latest changes are not stored. Move a part of it into another entry.
failure-damaged = What is stored of this entry was changed or broken and cannot be read. Your other entries are fine.
failure-storage-full = This device has no room left. Everything saved before is safe. Free some space and try again.
failure-taken-over = Another tab is using your journal now.
failure-unreadable = This journal was made by a newer version of Companion, or its first page is damaged. Nothing was changed. Update Companion by reloading this page.
failure-storage = This browser did not let Companion use its storage. Nothing was changed. A private window or a strict setting may be the reason; reload the page to try again.
failure-incomplete = A part of Companion could not be loaded. Nothing was changed. See that you are online and try again. If that does not help, reload this page.
failure-already-exists = There is a journal on this device already. Reload the page to open it.
failure-wrong-recovery-key = That is a recovery key, but not the one of this journal. If you have made several, use the latest.
failure-recovery-key-mistyped = The groups do not belong together. Please compare what you typed with your paper.
failure-recovery-key-length = A recovery key has 65 letters and digits; these are { $found }. Please compare them with your paper.
failure-recovery-key-group = Group { $number } is not as it was shown. Look there for a mistaken character, or for a group out of order.
failure-weak-passphrase = This passphrase is too easy to guess. Four or five unrelated words are strong and easy to remember.
failure-no-recovery-key = No recovery key was made for this journal. Only its passphrase opens it.
failure-recovery-key-outdated = This recovery key was not put to use. Nothing has changed; please make another one.
failure-other = Something went wrong inside Companion. Everything saved is safe. ({ $detail })
draft-storage-full = This device has no room left, so the last lines are not stored. They stay here on the page, and everything saved before is safe. Free some space, then try again; or copy the text to another place.
draft-damaged = The stored entry was changed or broken. Your text stays here on the page. Copy it into a new entry to keep it.
draft-failed = The last lines are not stored; they stay here on the page. { $failure }
