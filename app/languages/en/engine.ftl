## Why the model could not do something: what happened is told in English by the part that knows it
## best, as $detail; another language says what it means

failure-no-model = { $detail }
failure-unusable-file = { $detail }
failure-wrong-sum = { $detail }
failure-no-space = { $detail }
failure-no-memory = { $detail }
failure-network = { $detail }
failure-cancelled = { $detail }
failure-busy = { $detail }
failure-storage = { $detail }
failure-internal = { $detail }
