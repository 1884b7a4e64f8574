## Adding

attach-hint = Attach a photo or a voice note
photo = Photos
camera = Take a photo
voice = Record your voice
keep-original = Keep photos exactly as they are
keep-original-hint = Otherwise they are made smaller, and what the camera wrote into them, such as the place, is taken out.
drop-here = Drop photos here
adding =
    { $photos ->
        [one] Adding a photo…
       *[other] Adding { $photos } photos…
    }
added = Photo added
list = Photos and voice notes

## One of them

untitled-photo = Photo without a description
recording = Voice note
# How long it plays, as a clock shows it: $time
recording-of = Voice note, { $time }
# The $number of how many ($total)
place = { $number } of { $total }
open-photo = Show larger: { $what }
open-details = Describe or remove: { $what }
play = Play:{" "}
playing = Voice note
reading = Opening…
not-shown = This photo cannot be shown. What is stored of it was changed or broken.
not-shown-here = This browser cannot show this photo. It is kept: export it to see it elsewhere.
not-played = This voice note cannot be played here. Export it to play it elsewhere.
next = Next
previous = Previous
description = What it shows, for those who cannot see it
caption = Caption
remove = Remove
removed-photo = Photo removed
removed-recording = Voice note removed
close = Close
undo = Undo
put-back = It is back

## Recording

record-title = Voice note
asking = Please allow the microphone.
recording-now = Recording
paused = Paused
pause = Pause
resume = Go on
stop = Keep it
cancel = Throw it away
ending = Storing the last words…
recording-begun = Recording has begun
recording-kept = Voice note kept
level = Loudness
stays = It is encrypted as you speak and stays on this device.
denied = The microphone is switched off for Companion. Open the site settings of your browser (the sign to the left of the address), allow the microphone, and try again.
missing = No microphone was found. Connect one and try again.
busy = Another program is using the microphone. Close it there and try again.
unable = This browser cannot record sound. Everything else works.

## What went wrong

too-large = This file is too large: { $size } MB is the most that an entry can carry in one piece. Your text is safe.
too-many =
    { $count ->
        [one] An entry holds 1 photo or voice note. Your text is safe; begin another entry for more.
       *[other] An entry holds { $count } photos and voice notes. Your text is safe; begin another entry for more.
    }
refused = This file is not a picture that this browser can read, so it was not added. Your text is safe. A photo from an iPhone can be saved as JPEG first.
no-room = This device has no room left, so it was not added. Your text and everything saved before are safe. Free some space and try again.
failed = It could not be added. Your text is safe. { $why }
