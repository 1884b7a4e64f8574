title = Reminders
lead = A quiet word at the hour you choose. It says that it is time to write, and nothing of what you write.
wanted = Remind me to write
time = At
days = On
now = It is time to write, if you like.

calendar-title = By your calendar
calendar-lead = The surest way: your calendar reminds you on all your devices, also while Companion is closed.
calendar-name-label = What your calendar calls it
calendar-name = A quiet moment
calendar-save = Save a calendar file
calendar-hint = Open the file with your calendar. Many calendars keep a copy with their maker, who then knows this name and the hour; choose a name that tells nothing. After changing the time here, save and open the file again: it takes the place of the earlier one. To stop, delete the event in your calendar.
file-failed = The calendar file was not saved: the browser refused it, or this device’s clock is wrong. Try again.

notify-title = By Companion itself
notify = Notify me on this device
notify-hint = This works while a window of Companion is open, locked or not, once it has been unlocked. While Companion is closed it cannot: no browser wakes an app at a given hour without a server, and the hour lies encrypted in your journal. Nothing comes on days on which you have written already.
notify-unsupported = This browser shows no notifications for Companion. Installing it may change that; your calendar works in any case.
notify-denied = Notifications from Companion are blocked. Allow them in the browser’s settings for this site, then tick the box again.

mark-title = On Companion’s icon
mark = A dot while unsaved writing waits
mark-hint = Only a dot: no number, no word. It stays while the journal is locked, and is seen where Companion is installed.
mark-unsupported = This browser cannot mark the icon of an app.
