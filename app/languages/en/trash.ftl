title = Trash
lead = What you delete stays here for 30 days, as encrypted as everything else. Then it goes for good.
nothing = The trash is empty.
nothing-hint = Nothing is lost by a slip of the finger: a deleted entry waits here, and comes back as it was, with its earlier versions.
restore = Bring back
purge = Delete for good
purge-title = Delete this entry for good?
purge-text = It goes with its earlier versions, and nobody can bring it back. A backup may still hold it.
purged = Deleted for good
empty = Empty trash
empty-action = Empty it
open = Open the trash
setting-hint = Deleted entries can be brought back from the trash for 30 days.
empty-text = Everything in the trash goes, earlier versions included, and nobody can bring it back. A backup may still hold it.

## Sentences with gaps

deleted = Deleted { $when }
days-left =
    { $days ->
        [one] 1 day left
       *[other] { $days } days left
    }
empty-title =
    { $entries ->
        [one] Delete 1 entry for good?
       *[other] Delete { $entries } entries for good?
    }
emptied =
    { $entries ->
        [one] 1 entry deleted for good
       *[other] { $entries } entries deleted for good
    }
