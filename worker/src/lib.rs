//! Shared by both workers.
