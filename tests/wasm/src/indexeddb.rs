//! What only IndexedDB can get wrong.
