title = Speed on this device
lead = How fast the language model is depends on this device. Measuring takes about 20 seconds: the model reads and continues a made-up text, nothing of yours, and nothing leaves this device.
open = How fast is it here?
run = Measure
again = Measure again
measuring = Measuring…
stopped = Stopped. Nothing was changed.
figures = Every figure, for comparing
to-journal = To the journal
no-model = There is no model on this device yet. Open your journal and get one in Settings, then come back.

## Sentences with gaps

asked-for = This is to be measured with the model “{ $model }”. If it is not the one stored here, it is first copied from this computer and takes the place of the stored one.
not-here = The model “{ $model }” is neither stored here nor on this computer. Nothing was changed.
question = A question about an entry takes { $duration }.
waking = Waking the model takes { $duration }, once each time you open Companion.
# How much it $reads and $writes in a second
rates = It reads about { $reads } a second and writes about { $writes }.
memory = While it is awake it takes { $size } of memory.
under-a-second = less than a second
about-seconds =
    { $seconds ->
        [one] about a second
       *[other] about { $seconds } seconds
    }
about-minutes =
    { $minutes ->
        [one] about a minute
       *[other] about { $minutes } minutes
    }
words-a-second =
    { $words ->
        [0] less than one word
        [one] one word
       *[other] { $words } words
    }
