//! Every word that is shown or spoken, in one place: a translation is another file like this.

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod history;
pub(crate) mod speed;
pub(crate) mod storage;
pub(crate) mod trash;

use companion_core::limits::{MAX_ENTRY_CHARS, MIN_PASSPHRASE_CHARS};
use companion_protocol::inference::{ModelState, Progress, Stage};
use companion_protocol::vault::{Failure, FailureKind};

use crate::platform::intl::count;
use crate::platform::support::Missing;

// Everywhere.
pub(crate) const NAME: &str = "Companion";
pub(crate) const SKIP: &str = "Skip to the page";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const BACK: &str = "Back";
pub(crate) const TODAY: &str = "Today";
pub(crate) const YESTERDAY: &str = "Yesterday";
pub(crate) const SAVED: &str = "Saved";
pub(crate) const OPENING: &str = "Opening Companion…";
pub(crate) const RELOAD: &str = "Start again";

// Wrong browser.
pub(crate) const UNSUPPORTED_TITLE: &str = "This browser cannot keep your journal";
pub(crate) const UNSUPPORTED_LEAD: &str = "Companion encrypts and stores everything on this device, inside the browser. For that it needs:";
pub(crate) const UNSUPPORTED_USE: &str = "What to use instead";
pub(crate) const UNSUPPORTED_LIST: [&str; 3] = [
    "Chrome, Edge, Brave or another Chromium browser, version 105 or newer",
    "Firefox 114 or newer, in a normal window (not a private one)",
    "Safari 16.4 or newer, on iPhone and iPad too",
];
pub(crate) const UNSUPPORTED_SAFE: &str =
    "Nothing was stored or changed. A journal made in another browser is still there.";

// First run.
pub(crate) const FIRST_RUN_TITLE: &str = "A journal only you can read";
pub(crate) const FIRST_RUN_LEAD: [&str; 3] = [
    "Companion keeps your journal on this device and encrypts every word before it is stored.",
    "It works without a network, and nothing you write ever leaves this device.",
    "If you like, a language model that runs right here asks you a question about what you wrote.",
];
pub(crate) const CHOOSE_PASSPHRASE: &str = "Choose a passphrase";
pub(crate) const REPEAT_PASSPHRASE: &str = "Type it again";
pub(crate) const PASSPHRASE_HINT: &str =
    "Four or five unrelated words are strong and easy to remember.";
pub(crate) const NO_RECOVERY_TITLE: &str = "Nobody can recover a forgotten passphrase.";
pub(crate) const NO_RECOVERY: &str = "Write it down and keep it somewhere safe until you know it by heart. Later you can make a recovery key, in Settings.";
pub(crate) const CREATE: &str = "Create my journal";
pub(crate) const CREATING: &str = "Making your keys…";
pub(crate) const PASSPHRASES_DIFFER: &str =
    "The two passphrases are not the same. Type the second one again.";
pub(crate) const SHOW_PASSPHRASE: &str = "Show passphrase";
pub(crate) const HIDE_PASSPHRASE: &str = "Hide passphrase";
pub(crate) const STRENGTH_LABEL: &str = "Strength of the passphrase";
pub(crate) const STRENGTH: [&str; 5] = [
    "Guessed at once",
    "Easily guessed",
    "Could be guessed",
    "Strong",
    "Very strong",
];

/// Why a passphrase is refused before anybody asks how strong it is.
pub(crate) fn passphrase_too_short() -> String {
    format!("Use at least {MIN_PASSPHRASE_CHARS} characters; longer is safer.")
}

// Unlock.
pub(crate) const UNLOCK_TITLE: &str = "Welcome back";
pub(crate) const UNLOCK_LEAD: &str = "Your journal is locked.";
pub(crate) const PASSPHRASE: &str = "Passphrase";
pub(crate) const UNLOCK: &str = "Unlock";
pub(crate) const UNLOCKING: &str = "Unlocking…";
pub(crate) const PASSPHRASE_MISSING: &str = "Type your passphrase first.";
pub(crate) const FORGOTTEN: &str = "Forgot your passphrase? Use your recovery key";

// Passphrase and recovery key.
pub(crate) const CHANGE_PASSPHRASE_TITLE: &str = "Passphrase";
pub(crate) const CHANGE_PASSPHRASE: &str = "Change passphrase";
pub(crate) const CHANGE_PASSPHRASE_DO: &str = "Change it";
pub(crate) const CHANGING: &str = "Changing…";
pub(crate) const PASSPHRASE_CHANGED: &str = "Your passphrase is changed";
pub(crate) const PASSPHRASE_NOW: &str = "Your present passphrase";
pub(crate) const GUESSING: &str = "Guessing costs";
pub(crate) const GUESSING_CHOICES: [&str; 2] = ["Time", "Time and memory"];
pub(crate) const GUESSING_HINT: &str = "Somebody who has copied your journal can only guess the passphrase. With memory, every guess costs them more, and unlocking takes 64 MB on this device.";
pub(crate) const RECOVERY_TITLE: &str = "Recovery key";
pub(crate) const RECOVERY_NONE: &str = "A recovery key opens your journal if you forget the passphrase. It is for paper, kept where you keep other things that matter: whoever has it can read your journal.";
pub(crate) const RECOVERY_THERE: &str = "There is a recovery key for this journal. It cannot be shown again; you can make another one, and the one on your paper ends then.";
pub(crate) const RECOVERY_CREATE: &str = "Make a recovery key";
pub(crate) const RECOVERY_REPLACE: &str = "Make another one";
pub(crate) const RECOVERY_REMOVE: &str = "Remove the recovery key";
pub(crate) const RECOVERY_REMOVE_TITLE: &str = "Remove the recovery key?";
pub(crate) const RECOVERY_REMOVE_TEXT: &str =
    "What is on your paper opens nothing any more. Only your passphrase opens the journal then.";
pub(crate) const RECOVERY_REMOVED: &str = "The recovery key is removed";
pub(crate) const RECOVERY_MAKING: &str = "Making it…";
pub(crate) const RECOVERY_SHOWN_TITLE: &str = "Your Companion recovery key";
pub(crate) const RECOVERY_SHOWN: &str = "Write it down or print it now: it is shown this once. With it, and without the passphrase, this journal and its backups can be opened.";
pub(crate) const RECOVERY_GROUPS: &str = "The groups of your recovery key";
pub(crate) const RECOVERY_PRINT: &str = "Print";
pub(crate) const RECOVERY_COPY: &str = "Copy";
pub(crate) const RECOVERY_COPIED: &str =
    "Copied. Paste it into a safe place, then copy something else.";
pub(crate) const RECOVERY_NOT_COPIED: &str = "This browser did not let Companion copy it.";
pub(crate) const RECOVERY_CONFIRM_LEAD: &str = "To be sure that it is on paper, type two of its groups. It opens your journal only after that.";
pub(crate) const RECOVERY_CONFIRM: &str = "Use this key from now on";
pub(crate) const RECOVERY_CONFIRM_WRONG: &str =
    "That is not what is shown above. Compare the two groups with your paper.";
pub(crate) const RECOVERY_READY: &str = "Your recovery key is ready";
pub(crate) const RECOVER_TITLE: &str = "Use your recovery key";
pub(crate) const RECOVER_LEAD: &str =
    "Type the 13 groups from your paper. Spaces, hyphens and capital letters do not matter.";
pub(crate) const RECOVER_NEXT: &str = "Continue";
pub(crate) const RECOVER_CHECKING: &str = "Checking…";
pub(crate) const RECOVER_NEW_TITLE: &str = "Choose a new passphrase";
pub(crate) const RECOVER_NEW_LEAD: &str = "The recovery key is right. The passphrase you choose now takes the place of the forgotten one. Your recovery key stays as it is.";
pub(crate) const RECOVER_OPEN: &str = "Open my journal";
pub(crate) const RECOVER_BACK: &str = "Back to the passphrase";
pub(crate) const RECOVERY_MISSING: &str = "Type your recovery key first.";

/// The label of a group to be typed, counted from 1.
pub(crate) fn recovery_group(number: usize) -> String {
    format!("Group {number}")
}

// Another tab.
pub(crate) const OTHER_TAB_TITLE: &str = "Your journal is open somewhere else";
pub(crate) const OTHER_TAB_LEAD: &str = "Another tab or window of this browser is using it. Two at once could overwrite each other, so only one may be open.";
pub(crate) const OTHER_TAB_SAFE: &str =
    "If you use it here, the other tab stores what is being written first. Nothing is lost.";
pub(crate) const TAKE_OVER: &str = "Use it here";
pub(crate) const TAKING_OVER: &str = "Waiting for the other tab…";

// The journal cannot be used.
pub(crate) const FAILED_TITLE: &str = "Your journal cannot be opened";
pub(crate) const WORKER_SILENT: &str = "The part of Companion that guards your journal ended before it answered, and was started again. Everything saved is safe. Please try again.";

// The journal.
pub(crate) const JOURNAL: &str = "Journal";
pub(crate) const PAGE: &str = "Page";
pub(crate) const ENTRY: &str = "Entry";
pub(crate) const NEW_ENTRY: &str = "New entry";
pub(crate) const SETTINGS: &str = "Settings";
pub(crate) const LOCK: &str = "Lock";
pub(crate) const LOCK_HINT: &str = "Lock (Ctrl+Shift+L)";
pub(crate) const LOCK_HINT_APPLE: &str = "Lock (⇧⌘L)";
pub(crate) const CONTINUE_WRITING: &str = "Continue writing";
pub(crate) const UNSAVED: &str = "Not saved yet";
pub(crate) const UNSAVED_CHANGES: &str = "Unsaved changes";
pub(crate) const UNTITLED: &str = "Untitled";
pub(crate) const DAMAGED_TITLE: &str = "Damaged entry";
pub(crate) const DAMAGED: &str =
    "What is stored of it was changed or broken and cannot be read. Your other entries are fine.";
pub(crate) const PROBLEMS_TITLE: &str = "Something is not as you left it";
pub(crate) const PROBLEMS_SAFE: &str = "Everything else was checked and is in order.";
pub(crate) const NONE_YET: &str = "No entries yet";
pub(crate) const EMPTY_TITLE: &str = "Your first page";
pub(crate) const EMPTY: &str = "Write whatever is on your mind: one line is enough. It is stored as you type, encrypted, and only on this device.";
pub(crate) const EMPTY_SHORTCUT: &str = "On a keyboard, N begins a new entry.";
pub(crate) const BEGIN: &str = "Begin writing";
pub(crate) const EARLIER: &str = "Show earlier entries";
pub(crate) const NOTHING_OPEN: &str = "Choose an entry to read, or begin a new one.";
pub(crate) const DELETED: &str = "Entry deleted";
pub(crate) const UNDO: &str = "Undo";
pub(crate) const BROUGHT_BACK: &str = "The entry is back";

// The editor.
pub(crate) const EDITOR_LABEL: &str = "Your entry";
pub(crate) const EDITOR_PLACEHOLDER: &str = "What is on your mind?";
pub(crate) const SAVE: &str = "Save";
pub(crate) const SAVING: &str = "Saving…";
pub(crate) const SAVE_HINT: &str = "Save (Ctrl+Enter)";
pub(crate) const SAVE_HINT_APPLE: &str = "Save (⌘↩)";
pub(crate) const EDITING: &str = "Writing…";
pub(crate) const DRAFT_SAVED: &str = "Draft stored";
pub(crate) const NOT_STORED: &str = "Not stored";
pub(crate) const FULL_SCREEN: &str = "Hide the list";
pub(crate) const BESIDE_LIST: &str = "Show the list";
pub(crate) const DISCARD: &str = "Discard";
pub(crate) const DISCARD_NEW_TITLE: &str = "Discard this text?";
pub(crate) const DISCARD_NEW: &str = "It was never saved as an entry. It cannot be brought back.";
pub(crate) const DISCARD_CHANGES_TITLE: &str = "Discard your changes?";
pub(crate) const DISCARD_CHANGES: &str =
    "The entry stays as it was when it was last saved. The changes cannot be brought back.";
pub(crate) const KEEP_WRITING: &str = "Keep writing";
pub(crate) const DRAFT_DISCARDED: &str = "Discarded";
pub(crate) const DRAFT_KEPT: &str = "Kept as a draft, at the top of your journal";
pub(crate) const NOTHING_TO_SAVE: &str = "There is nothing to save yet. Write a word or two first; to remove an entry, delete it from its own page.";
pub(crate) const SPLIT: &str = "Save the first part and go on";
pub(crate) const SPLIT_DONE: &str = "The first part is saved. You are in the second part.";
pub(crate) const COPY_TEXT: &str = "Select all text";
pub(crate) const TRY_AGAIN: &str = "Try again";
pub(crate) const LOCK_ANYWAY: &str = "Lock and lose the last lines";
pub(crate) const LOCK_WAITS: &str =
    "Your journal is not locked yet, because locking would lose these lines.";

/// The text is longer than an entry may be.
pub(crate) fn too_long() -> String {
    format!(
        "One entry holds {} characters, and this text is longer. It is safe as a draft. You can save the first part as an entry of its own and go on with the rest.",
        // The limit fits in 64 bits.
        count(MAX_ENTRY_CHARS as u64),
    )
}

/// By how many characters.
pub(crate) fn too_long_by(excess: usize) -> String {
    // The count of a text on screen fits in 64 bits.
    format!("{} characters too many.", count(excess as u64))
}

// Reading.
pub(crate) const EDIT: &str = "Edit";
pub(crate) const DELETE: &str = "Delete";
pub(crate) const REFLECT: &str = "Reflect";
pub(crate) const REFLECT_LEAD: &str =
    "Let the model on this device ask you a question about this entry.";
pub(crate) const REFLECT_AGAIN: &str = "Ask something else";
pub(crate) const REFLECT_TITLE: &str = "A question for you";
pub(crate) const REFLECTING: &str = "Reading your entry…";
pub(crate) const STOP: &str = "Stop";
pub(crate) const STOPPING: &str = "Stopping…";
pub(crate) const STOPPED: &str = "Stopped";
pub(crate) const ANSWER: &str = "Answer it";
pub(crate) const KEEP: &str = "Keep";
pub(crate) const DISMISS: &str = "Dismiss";
pub(crate) const QUESTION_KEPT: &str = "The question is now part of your entry";
pub(crate) const NO_QUESTION: &str =
    "The model found nothing to ask. Your entry is unchanged. Try again, or write a little more.";
pub(crate) const NO_MODEL_TITLE: &str = "There is no model on this device yet";
pub(crate) const NO_MODEL: &str = "To ask you questions, Companion needs a language model: one file, about half a gigabyte. It is fetched once, runs on this device without a network, and what you write never leaves it. Your journal works without it.";
pub(crate) const GET_MODEL: &str = "Get a model in Settings";
pub(crate) const MODEL_WORKER_ENDED: &str = "The model stopped answering and was restarted. Your journal is not affected. Try again; if it happens every time, this device may have too little memory for this model.";

// Settings.
pub(crate) const MODEL: &str = "Model";
pub(crate) const MODEL_LEAD: &str = "A language model that runs on this device. It reads only the entry you ask about, and forgets it when you lock.";
pub(crate) const MODELS_HERE: &str = "Available here";
pub(crate) const NO_OFFERS: &str = "This site offers no models. You can use a file of your own.";
pub(crate) const LOOKING: &str = "Looking for models…";
pub(crate) const DOWNLOAD: &str = "Get";
pub(crate) const SUM: &str = "Checked sum (SHA-256)";
pub(crate) const IMPORT: &str = "Use a model file";
pub(crate) const IMPORT_HINT: &str = "A GGUF file of the Qwen2 family, from this device. It is checked, then copied into Companion’s own storage.";
pub(crate) const REMOVE: &str = "Remove";
pub(crate) const REMOVE_TITLE: &str = "Remove the model?";
pub(crate) const REMOVE_TEXT: &str = "Your journal stays as it is. To be asked questions again you will need to get the model again.";
pub(crate) const INTERNET_TITLE: &str = "Use the internet for this?";
pub(crate) const INTERNET_TEXT: &str = "Companion fetches this one file from the address below. Its publisher sees this device’s internet address, and nothing of your journal.";
pub(crate) const FETCH: &str = "Fetch it";
pub(crate) const SECURITY: &str = "Security";
pub(crate) const IDLE_LOCK: &str = "Lock when I am away for";
pub(crate) const LOCK_NOW: &str = "Lock now (Ctrl+Shift+L)";
pub(crate) const LOCK_NOW_APPLE: &str = "Lock now (⇧⌘L)";
pub(crate) const LOCK_WHEN: &str =
    "It also locks when this device goes to sleep. What you are writing is stored first.";
pub(crate) const APPEARANCE: &str = "Appearance";
pub(crate) const THEME: &str = "Theme";
pub(crate) const THEMES: [&str; 3] = ["As the device", "Light", "Dark"];
pub(crate) const FACE: &str = "Letters";
pub(crate) const FACES: [&str; 2] = ["Serif", "Sans"];
pub(crate) const SIZE: &str = "Text size";
pub(crate) const SIZES: [&str; 4] = ["Small", "Medium", "Large", "Largest"];
pub(crate) const SAMPLE: &str = "The long way home, with the windows down.";
pub(crate) const APP: &str = "On this device";
pub(crate) const INSTALL_LEAD: &str =
    "Give Companion its own window and icon. It then opens like any other app.";
pub(crate) const INSTALL: &str = "Install Companion";
pub(crate) const ABOUT: &str = "About";
pub(crate) const PROTECTS_TITLE: &str = "What Companion protects";
pub(crate) const PROTECTS: [&str; 3] = [
    "Everything you write, titles and dates included, is encrypted before it is stored. Without your passphrase it cannot be read.",
    "Changed, swapped or missing entries are noticed when you unlock.",
    "Nothing is sent anywhere. Getting a model is the one exception, and only when you ask for it.",
];
pub(crate) const LIMITS_TITLE: &str = "What it cannot protect";
pub(crate) const LIMITS: [&str; 4] = [
    "A journal that is unlocked: whoever holds your unlocked device can read it.",
    "A device with spying software on it, or a browser extension that may read every page.",
    "A forgotten passphrase, unless you have made a recovery key. There is no other way in.",
    "Loss of this device, or of this browser’s data for this site, unless you keep a backup elsewhere.",
];
pub(crate) const VERSION: &str = "Version";

/// The choices for locking by itself: minutes, and how they are said.
pub(crate) const IDLE_CHOICES: [(u16, &str); 6] = [
    (1, "1 minute"),
    (5, "5 minutes"),
    (10, "10 minutes"),
    (30, "30 minutes"),
    (60, "1 hour"),
    (0, "Never"),
];

// Updates.
pub(crate) const UPDATE: &str = "A new version of Companion is here.";
pub(crate) const UPDATE_APPLY: &str = "Update now";
pub(crate) const UPDATE_SAFE: &str = "What you are writing is stored first.";

/// A day and a time of day.
pub(crate) fn day_and_time(day: &str, time: &str) -> String {
    format!("{day}, {time}")
}

/// Two facts on one line.
pub(crate) fn joined(first: &str, second: &str) -> String {
    format!("{first} · {second}")
}

/// An action and what it is about, for those who do not see where its button stands.
pub(crate) fn about(action: &str, what: &str) -> String {
    format!("{action}: {what}")
}

/// The button that gets a model.
pub(crate) fn get_model(name: &str) -> String {
    format!("{DOWNLOAD}: {name}")
}

/// A number of words.
pub(crate) fn word_count(words: u32) -> String {
    match words {
        1 => "1 word".into(),
        _ => format!("{} words", count(words.into())),
    }
}

/// Time spent writing; nothing below a minute.
pub(crate) fn time_spent(seconds: u32) -> Option<String> {
    match seconds / 60 {
        0 => None,
        minutes @ 1..60 => Some(format!("{minutes} min of writing")),
        minutes => Some(format!(
            "{} h {} min of writing",
            minutes / 60,
            minutes % 60
        )),
    }
}

/// A size in megabytes, as shops and system settings count them.
pub(crate) fn size(bytes: u64) -> String {
    format!("{} MB", count(bytes.div_ceil(1_000_000)))
}

/// What this browser lacks.
pub(crate) const fn missing(what: Missing) -> &'static str {
    match what {
        Missing::SecureConnection => {
            "a secure connection: open the address that begins with https, or Companion on this very computer"
        }
        Missing::Simd => "fast arithmetic for the model (this browser is too old)",
        Missing::Workers => {
            "background workers that can load their own parts (this browser is too old)"
        }
        Missing::Locks => "a way to make sure that only one tab writes (this browser is too old)",
        Missing::Database => "storage for the journal (switched off, or this is a private window)",
        Missing::Files => "storage for the model (switched off, or this is a private window)",
    }
}

/// Where the model stands.
pub(crate) const fn model_state(state: ModelState) -> &'static str {
    match state {
        ModelState::None => "No model yet",
        ModelState::Downloading => "Getting the model…",
        ModelState::Ready => "Ready to use",
        ModelState::Loading => "Waking up…",
        ModelState::Loaded => "Awake",
        ModelState::Error => "The model cannot be used",
    }
}

/// What is under way, and how far it is.
pub(crate) fn progress(progress: Progress) -> String {
    let stage = match progress.stage {
        Stage::Transfer => "Copying the model…",
        Stage::Verify => "Checking the model…",
        Stage::Load => "Waking the model…",
        Stage::Prefill => REFLECTING,
        Stage::Measure => speed::MEASURING,
        Stage::Encoder => "Reading for meaning…",
    };
    match percent(progress) {
        Some(percent) => format!("{stage} {percent} %"),
        None => stage.into(),
    }
}

/// How far it is; unknown where the whole is not known.
pub(crate) fn percent(progress: Progress) -> Option<u64> {
    progress
        .done
        .saturating_mul(100)
        .checked_div(progress.total)
        .map(|percent| percent.min(100))
}

/// What happened, what is safe, what to do: for anything asked of the journal.
pub(crate) fn vault_failure(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::WrongPassphrase => {
            "That is not this journal’s passphrase. Check capital letters and the keyboard’s language, and try again.".into()
        }
        FailureKind::WeakPassphrase => failure.detail.clone(),
        FailureKind::Locked => "Your journal is locked. Unlock it and try again.".into(),
        FailureKind::NotFound => "That entry is not here any more.".into(),
        FailureKind::TooLong => format!(
            "One entry holds {} characters. The text is safe as a draft.",
            count(MAX_ENTRY_CHARS as u64)
        ),
        FailureKind::DraftTooLarge => {
            "This text is larger than the journal can store at once, and its latest changes are not stored. Move a part of it into another entry.".into()
        }
        FailureKind::Damaged => {
            "What is stored of this entry was changed or broken and cannot be read. Your other entries are fine.".into()
        }
        FailureKind::StorageFull => {
            "This device has no room left. Everything saved before is safe. Free some space and try again.".into()
        }
        FailureKind::TakenOver => "Another tab is using your journal now.".into(),
        FailureKind::Unreadable => {
            "This journal was made by a newer version of Companion, or its first page is damaged. Nothing was changed. Update Companion by reloading this page.".into()
        }
        FailureKind::Storage => {
            "This browser did not let Companion use its storage. Nothing was changed. A private window or a strict setting may be the reason; reload the page to try again.".into()
        }
        FailureKind::AlreadyExists => {
            "There is a journal on this device already. Reload the page to open it.".into()
        }
        FailureKind::NotABackup
        | FailureKind::NotACheckpoint
        | FailureKind::BackupDamaged
        | FailureKind::BackupNewer
        | FailureKind::BackupFile => backup::failure(failure),
        FailureKind::WrongRecoveryKey => {
            "That is a recovery key, but not the one of this journal. If you have made several, use the latest.".into()
        }
        FailureKind::RecoveryKeyMistyped => {
            format!("Please compare what you typed with your paper: {}.", failure.detail)
        }
        FailureKind::NoRecoveryKey => {
            "No recovery key was made for this journal. Only its passphrase opens it.".into()
        }
        FailureKind::RecoveryKeyOutdated => {
            "This recovery key was not put to use. Nothing has changed; please make another one.".into()
        }
        // Faults of ours, and whatever the page asks for nowhere.
        _ => {
            format!("Something went wrong inside Companion. Everything saved is safe. ({})", failure.detail)
        }
    }
}

/// The same, for text that is still on screen.
pub(crate) fn draft_failure(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::StorageFull => {
            "This device has no room left, so the last lines are not stored. They stay here on the page, and everything saved before is safe. Free some space, then try again; or copy the text to another place.".into()
        }
        FailureKind::Damaged => {
            "The stored entry was changed or broken. Your text stays here on the page. Copy it into a new entry to keep it.".into()
        }
        _ => format!("The last lines are not stored; they stay here on the page. {}", vault_failure(failure)),
    }
}
