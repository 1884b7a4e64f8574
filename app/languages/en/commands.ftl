## What can be done from the keyboard

palette = Find a command
new-entry = New entry
save = Save
full-screen = Full screen on or off
edit = Edit this entry
reflect = Reflect on this entry
versions = Earlier versions of this entry
delete = Delete this entry
search = Search
calendar = Open the calendar
tags = Show all tags
journal = Go to the list
trash = Open the trash
activity = Show activity
settings = Open the settings
backup = Save a backup
shortcuts = Keyboard shortcuts
lock = Lock
control-with = Ctrl+{ $key }
control-shift-with = Ctrl+Shift+{ $key }
enter = Enter

## The palette

palette-label = Commands, settings and entries
palette-placeholder = What would you like to do?
palette-list = Found
palette-none = Nothing is called that.
palette-found =
    { $count ->
        [one] 1 found
       *[other] { $count } found
    }
setting = Setting

## The list of shortcuts

shortcuts-title = Keyboard shortcuts
shortcuts-lead = They work while the journal is open. Single letters do nothing while you type.
while-writing = While you write
link-selected = Make a link of the selected words
take-or-indent = Answer the question, or indent a list item
tab = Tab
outdent = Move a list item back out
shift-tab = Shift+Tab
put-question-away = Put the question away
escape = Esc
while-looking = In the list, the results and the calendar
one-on = To the next entry, result or day
ten-on = Ten entries or one month on
page-keys = Page Up, Page Down
year-on = One year on, in the calendar
shift-page-keys = Shift+Page Up, Page Down
to-ends = To the first or last, of the list or the week
end-keys = Home, End
letters = Single letters as shortcuts
letters-hint = Switch them off if they get in the way of speech input or happen by accident.
keyboard-title = Keyboard
show-shortcuts = Show the shortcuts
