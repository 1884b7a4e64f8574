//! Journals in and out: what other programs write is read here, and what this one holds is written
//! for people and for them. Nothing in here knows of keys, of a store or of a browser; every
//! reader takes bytes that somebody else may have written, and is bounded in size, count and depth.

pub mod export;
pub mod import;
pub mod json;
pub mod when;
