//! iacfix
#![allow(dead_code)]
mod args;
mod config;
mod disk;
mod error;
mod exit;
mod git;
mod journal;
mod nearest;
mod note;
mod palette;
mod paths;
mod programs;
mod settings;
mod signals;
mod terminal;
mod write;
fn main() {}
