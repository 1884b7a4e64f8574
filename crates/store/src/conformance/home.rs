//! What must hold between two openings of a store.

use core::future::poll_fn;
use core::pin::pin;
use core::task::Poll;

use super::{TABLE, commit, expectation, get, key, noise, put, walk};
use crate::{Batch, Change, Key, Store, StoreError};

/// A place that keeps a store's records between two openings.
#[allow(async_fn_in_trait, reason = "as of `Store`")]
pub trait Home {
    /// The store that is kept there.
    type Store: Store;

    /// Opens the store, and makes an empty one where there is none.
    async fn open(&self) -> Self::Store;

    /// Lets go of it, as at the end of a session.
    async fn close(&self, store: Self::Store);
}

/// Records outlive the store that wrote them, and so does what was deleted.
pub async fn what_was_committed_is_there_after_reopening(home: &impl Home) {
    let store = home.open().await;
    commit(&store, vec![put("a", "1"), put("b", "2"), put("c", "3")]).await;
    commit(&store, vec![put("a", "4")]).await;
    commit(
        &store,
        vec![Change::Delete {
            table: TABLE,
            key: key("b"),
        }],
    )
    .await;
    home.close(store).await;
    let store = home.open().await;
    let expected = vec![(key("a"), "4".into()), (key("c"), "3".into())];
    assert_eq!(walk(&store, 10).await, expected);
    home.close(store).await;
}

/// The guard against a second writer compares with what is stored, not with what was seen.
pub async fn an_expectation_holds_after_reopening(home: &impl Home) {
    let store = home.open().await;
    commit(&store, vec![put("head", "1")]).await;
    home.close(store).await;
    let store = home.open().await;
    for (value, outcome) in [
        (None, Err(StoreError::Conflict)),
        (Some("0"), Err(StoreError::Conflict)),
        (Some("1"), Ok(())),
    ] {
        let batch = Batch {
            expect: Some(expectation("head", value)),
            changes: vec![put("head", "2")],
        };
        assert_eq!(store.commit(batch).await, outcome, "{value:?}");
    }
    assert_eq!(get(&store, "head").await, Some("2".into()));
    home.close(store).await;
}

/// A commit whose writer goes away before it ends happens wholly or not at all.
pub async fn a_commit_that_was_left_is_whole_or_absent(home: &impl Home) {
    const RECORDS: u32 = 64;
    let changes = |salt: u32| -> Vec<Change> {
        let record = |at: u32| Change::Put {
            table: TABLE,
            key: at.to_be_bytes().to_vec(),
            value: noise(16 << 10, salt + at),
        };
        (0..RECORDS).map(record).collect()
    };
    let expected = |salt: u32| -> Vec<(Key, Vec<u8>)> {
        let record = |at: u32| (at.to_be_bytes().to_vec(), noise(16 << 10, salt + at));
        (0..RECORDS).map(record).collect()
    };
    let store = home.open().await;
    commit(&store, changes(0)).await;
    {
        let batch = Batch {
            expect: None,
            changes: changes(RECORDS),
        };
        let mut left = pin!(store.commit(batch));
        poll_fn(|context| {
            // Begun, and perhaps already over; nobody asks.
            let _ = left.as_mut().poll(context);
            Poll::Ready(())
        })
        .await;
    }
    home.close(store).await;
    let store = home.open().await;
    let found = walk(&store, 10).await;
    assert!(found == expected(0) || found == expected(RECORDS));
    home.close(store).await;
}
