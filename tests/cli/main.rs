//! The command line from outside: the real binary in real folders, with real git and a real (pseudo-)terminal.

mod config;
mod modes;
mod programs;
mod reports;
mod session;
mod support;
mod writing;
