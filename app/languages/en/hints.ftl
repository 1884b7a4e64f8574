## Quiet hints: one at a time, each with the one act that helps

label = A hint
away = Do not show this again
sample = Not sure yet what to write? See how somebody else does it.
sample-do = Look around in a sample journal
recovery-key = If you ever forget the passphrase, a recovery key on paper lets you back in.
recovery-key-do = Make a recovery key
backup = Your journal lives on this device only. A backup is one encrypted file that outlives it.
backup-do = Save a first backup
install = Installed, Companion opens like any other app, also without a network.
install-do = Install it
model = A language model that runs on this device can ask you a question about a page like this one.
model-do = Choose a model
