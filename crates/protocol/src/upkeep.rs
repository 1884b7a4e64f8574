//! What the worker does for the journal while nobody waits: reading what unlocking does not read.

use minicbor::{Decode, Encode};

use crate::problem::Problem;

/// A request about upkeep. Answer: [`Checked`].
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// Begin to check all photos and recordings.
    #[n(0)]
    Begin,
    /// Go on with it for some milliseconds. Where nothing is under way, only what was found
    /// elsewhere is told.
    #[n(1)]
    Continue,
}

/// What was found since the last answer, and how far the check is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Checked {
    /// What is not as it was left, each once.
    #[n(0)]
    pub problems: Vec<Problem>,
    /// Photos and recordings that were read.
    #[n(1)]
    pub done: u64,
    /// Those that are to be read.
    #[n(2)]
    pub total: u64,
    /// Whether there is nothing left to be read.
    #[n(3)]
    pub is_over: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Subject;
    use crate::{Frame, vault};

    #[test]
    fn requests_and_answers_survive_the_wire() {
        for body in [Request::Begin, Request::Continue] {
            let body = vault::Request::Upkeep(body);
            let frame = Frame { number: 7, body };
            assert_eq!(Frame::from_bytes(&frame.to_bytes()).unwrap(), frame);
        }
        let checked = Checked {
            problems: vec![Problem::Damaged(Subject::Attachment(None))],
            done: 1,
            total: 2,
            is_over: false,
        };
        let body = vault::Response::Upkeep(checked);
        let frame = Frame { number: 7, body };
        assert_eq!(Frame::from_bytes(&frame.to_bytes()).unwrap(), frame);
    }
}
