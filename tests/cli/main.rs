//! The command line from outside: the real binary in real folders, with real git and a real (pseudo-)terminal.

#![allow(clippy::unwrap_used, reason = "a test that can not be set up has failed")]

mod config;
mod disasters;
mod forget;
mod hostile;
mod killed;
mod modes;
mod names;
mod programs;
mod reports;
mod review;
mod screen;
mod secrets;
mod session;
mod silence;
mod support;
mod terminal;
mod undo;
mod writing;
