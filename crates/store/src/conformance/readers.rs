//! Reading while something is written.

use core::future::poll_fn;
use core::pin::Pin;
use core::task::Poll;

use super::{TABLE, commit, fail, noise};
use crate::{Batch, Change, Key, Store};

/// Records of one commit.
const RECORDS: u8 = 32;
/// Readers before the commit and again behind it.
const READERS: usize = 4;

/// What is begun, with what it will have read.
type Begun<'a> = Pin<Box<dyn Future<Output = Option<Vec<Vec<u8>>>> + 'a>>;

/// Readers that begin before, beside and behind a commit each see all of it or nothing.
pub async fn readers_see_all_of_a_commit_or_nothing(store: &impl Store) {
    commit(store, changes(0)).await;
    for round in 1..=8 {
        let mut begun: Vec<Begun<'_>> = Vec::new();
        begun.extend((0..READERS).map(|reader| read(store, reader)));
        begun.push(Box::pin(write(store, round)));
        begun.extend((0..READERS).map(|reader| read(store, reader)));
        for seen in all(begun).await.into_iter().flatten() {
            assert!(
                seen == values(round - 1) || seen == values(round),
                "half of commit {round} was seen"
            );
        }
    }
}

/// One reader: every other one asks by key, the rest walk.
fn read<'a>(store: &'a impl Store, reader: usize) -> Begun<'a> {
    Box::pin(async move {
        if reader.is_multiple_of(2) {
            let keys: Vec<Key> = (0..RECORDS).map(|at| vec![at]).collect();
            match store.get_many(TABLE, &keys).await {
                Ok(values) => values.into_iter().collect(),
                Err(error) => fail("get_many", &error),
            }
        } else {
            match store.scan(TABLE, None, usize::from(RECORDS)).await {
                Ok(records) => Some(records.into_iter().map(|(_, value)| value).collect()),
                Err(error) => fail("scan", &error),
            }
        }
    })
}

async fn write(store: &impl Store, round: u32) -> Option<Vec<Vec<u8>>> {
    let batch = Batch {
        expect: None,
        changes: changes(round),
    };
    match store.commit(batch).await {
        Ok(()) => None,
        Err(error) => fail("commit", &error),
    }
}

fn values(round: u32) -> Vec<Vec<u8>> {
    let value = |at| noise(8 << 10, round * u32::from(RECORDS) + u32::from(at));
    (0..RECORDS).map(value).collect()
}

fn changes(round: u32) -> Vec<Change> {
    let keys = (0..RECORDS).map(|at| vec![at]);
    let put = |(key, value)| Change::Put {
        table: TABLE,
        key,
        value,
    };
    keys.zip(values(round)).map(put).collect()
}

/// Waits for all of them, each polled in turn.
async fn all<T>(mut begun: Vec<Pin<Box<dyn Future<Output = T> + '_>>>) -> Vec<T> {
    let mut ended: Vec<Option<T>> = begun.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (future, end) in begun.iter_mut().zip(&mut ended) {
            if end.is_none()
                && let Poll::Ready(value) = future.as_mut().poll(context)
            {
                *end = Some(value);
            }
        }
        if ended.iter().all(Option::is_some) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    ended.into_iter().flatten().collect()
}
