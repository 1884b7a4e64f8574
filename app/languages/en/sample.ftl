## While it is open

banner = This is a sample journal. Nothing you do here is kept.
start-own = Start my own journal
back-to-own = Back to my journal
leave = Leave

## In the settings

title = Sample journal
lead = Somebody else’s made-up pages, to try things on that you would rather not try on your own. Your journal is locked meanwhile, and nothing of the sample is kept.
open = Open the sample journal
opening = Opening…

## What went wrong

not-loaded = The sample could not be loaded. It needs a network this once, unless Companion is installed. Nothing was changed.
not-here = The sample journal cannot do this: it would leave something behind. Your own journal can.
