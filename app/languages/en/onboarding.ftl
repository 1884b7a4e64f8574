## The first screen: what this is, and two ways on

title = A journal only you can read
promise =
    .keeps = Companion keeps your journal on this device and encrypts every word before it is stored.
    .leaves = It works without a network, and nothing you write ever leaves this device.
begin = Start my journal
look-around = Look around in a sample journal first
look-around-hint = Made-up pages to try everything on. Nothing of it is kept.
opening-sample = Opening the sample…

## The passphrase

passphrase-title = Choose a passphrase
warning-title = It is the only way in, and nobody can reset it.
warning = Write it down and keep it safe until you know it by heart.
recovery-offer = Make a recovery key too
recovery-offer-hint = A second way in, for a drawer or a safe: you copy it onto paper next. You can also do this later.
create = Create my journal
back = Back

## The recovery key

key-title = Your recovery key
key-later = Do this later
key-failed = The recovery key could not be made. You can make one at any time in the settings.

# The first question ever asked
first-question = What is on your mind right now? One line is enough.
