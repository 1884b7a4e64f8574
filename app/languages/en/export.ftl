title = Export
lead = Take your entries with you, as files that you can read, print and open in other programs.
format = Export as
markdown = Markdown
markdown-hint = A folder of text files, one for each entry, with photos and voice notes beside them. For any text editor, and for programs such as Obsidian.
pdf = PDF
pdf-hint = A book to print, to keep or to give away.
html = Web page
html-hint = One page with everything in it, photos and voice notes too. Opens in any browser, without a network.
json = JSON
json-hint = Everything that Companion knows of your entries, for programs. Companion can import it again.
which = Which entries
from = From
to = To
tag = Tag
all-tags = All tags
favourites = Favourites only
nothing = No entry fits. Choose other days or another tag.
days-crossed = The first day is after the last one.
start = Export…

# How many $entries and $words, see below
chosen = { $parts }.
entries =
    { $entries ->
        [one] 1 entry
       *[other] { $entries } entries
    }
words =
    { $words ->
        [one] 1 word
       *[other] { $words } words
    }
photos =
    { $photos ->
        [one] 1 photo
       *[other] { $photos } photos
    }
recordings =
    { $recordings ->
        [one] 1 voice note
       *[other] { $recordings } voice notes
    }

## The question before

confirm-title = This file will not be encrypted
confirm-text = Whoever has the file can read it: on this device, in a cloud folder it is saved to, and in its copies. Keep it where you would keep a paper diary. Your journal itself stays as it is, encrypted.
confirm = Export without encryption

## On the way

picking = Choose where to save it…
going = Writing your entries…
fetching = Fetching the letters for your languages. They are kept for the next time.
finishing = Finishing the file…
# How much is $done of $total
progress = { $done } of { $total }
cancel = Stop
cancelled = The export was stopped. No file is left of it.

## What became of it

# The file's $name, how many $entries are in it and its $size
finished = { $name } is written: { $entries }, { $size }. Remember that it is not encrypted.
# The file's $name, how many $entries are in it and its $size
handed-over = { $name } is ready: { $entries }, { $size }. Check that your browser has saved it, and remember that it is not encrypted.
unreadable =
    { $count ->
        [one] 1 entry or attachment could not be read and is missing from it.
       *[other] { $count } entries or attachments could not be read and are missing from it.
    }
# Which $letters
without-font = There is no font here for these letters, and a box stands for each: { $letters }

## What went wrong, what is safe, what to do

failed-file = The file could not be written. Your journal is unharmed. Check that there is room where you save it, and try again.
# How many $megabytes
failed-fonts = Some of your entries are written in letters that need a font of { $megabytes } MB, which is not on this device yet. Go online once and try again: it is then kept. The other kinds of export work without it.
failed-pdf = The part of Companion that makes PDFs could not be loaded, or has failed. Your journal is unharmed. Reload the page and try again, or choose another kind of export.
