label = Search your entries
placeholder = Search
clear = Clear the search
results = Found entries
# How many were found ($found) and how much of the journal was looked at ($searched)
count-line = { $found }, { $searched }
found =
    { $count ->
        [0] Nothing found
        [one] 1 result
       *[other] { $count } results
    }
# How many ($searched) of all ($total)
searched =
    { $total ->
        [one] { $searched } of 1 entry searched
       *[other] { $searched } of { $total } entries searched
    }
unreadable =
    { $count ->
        [one] 1 entry cannot be opened and was not searched.
       *[other] { $count } entries cannot be opened and were not searched.
    }
reading = Companion is still reading your entries for searching. Results are added as it goes.
partial = No entry has all of these words. These have some of them.
by-meaning = Close in meaning
by-both = Your words, and close in meaning
more = Show more
none-title = Nothing found
none = No entry has these words. Perhaps part of a word is enough, or another word for the same thing.
hint-words = Words find entries that have all of them. The beginning of a word is enough, and small slips are forgiven.
hint-phrase = In quotation marks, words are found as they stand: “the long way home”.
everywhere = Search in all entries
failed-title = The search did not work
failed = Your entries are safe. Try again; if it stays like this, lock your journal and unlock it.
try-again = Try again
in-filter = Only what fits your filters is shown.

## By meaning, in Settings

meaning-title = Search by meaning
meaning-lead = With a small extra file Companion also finds entries that say the same in other words: “when did I last feel proud?” It works on this device, without a network.
meaning-get = Get it
meaning-get-size = Get it ({ $size })
meaning-arriving = Getting it…
meaning-ready = It is on this device.
# How many entries are $done of $total
meaning-progress = { $done } of { $total } entries read for their meaning.
meaning-pauses = Companion reads your entries in small steps while you do something else.
meaning-none-here = This site does not offer the file.
meaning-remove = Remove it
meaning-remove-title = Search by words only?
meaning-remove-text = The file goes, and with it what Companion has worked out about the meaning of your entries. The entries stay as they are.
meaning-removed = Search is by words only now
meaning-failed = That did not work. Nothing of your journal has changed.
