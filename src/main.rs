//! The command line of iacfix: what the user typed, what it means, sessions, reports, files. Invariant: only this crate
//! touches the terminal, threads, git and the disk; standard output carries reports and nothing else.

mod args;
mod baseline;
mod catalogue;
mod config;
mod decisions;
mod disk;
mod error;
mod exit;
mod folders;
mod git;
mod journal;
mod look;
mod nearest;
mod note;
mod palette;
mod paths;
mod programs;
mod progress;
mod report;
mod review;
mod run;
mod settings;
mod signals;
mod silence;
mod terminal;
mod undo;
mod work;
mod wrap;
mod write;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use iacfix_engine::codemod::Codemod;
use mimalloc::MiMalloc;

use crate::args::{Args, Command};
use crate::error::UserError;
use crate::exit::Exit;
use crate::palette::{Palette, wanted_by_environment};
use crate::report::Out;
use crate::settings::Invocation;

/// Parsed trees are many small pieces: with this allocator a run takes a seventh less processor time than with glibc's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version come this way too; a reader that went away is no error.
            let _ = error.print();
            let exit = if error.use_stderr() { Exit::Trouble } else { Exit::Done };
            return ExitCode::from(exit.code());
        }
    };
    signals::watch();
    work::quiet_panics();
    let exit = act(args).unwrap_or_else(|error| {
        note::user_error(&error);
        error.exit()
    });
    ExitCode::from(exit.code())
}

fn act(args: Args) -> Result<Exit, UserError> {
    let catalogue = iacfix_codemods::all();
    let cwd = std::env::current_dir().map_err(|e| UserError::disk("find", "the current folder", &e))?;
    match args.command {
        Some(command) => command_of(command, cwd, &catalogue),
        None => run::run(&Invocation::new(args.run, cwd, &catalogue)?, &catalogue),
    }
}

fn command_of(command: Command, cwd: PathBuf, catalogue: &[&'static dyn Codemod]) -> Result<Exit, UserError> {
    let palette = Palette::new(io::stdout().is_terminal() && wanted_by_environment());
    let mut out = Out::open(None)?;
    let written = match command {
        Command::Codemods { format } => catalogue::list(&mut out, catalogue, format, &palette),
        Command::Explain { id } => out.write_all(catalogue::explain(&id, catalogue, &palette)?.as_bytes()),
        Command::Undo(args) => return undo::undo(&args, &cwd),
        Command::Runs(args) => {
            undo::runs(&args, &cwd, &palette, &mut out)?;
            Ok(())
        }
        Command::Init => {
            config::init(&cwd, catalogue)?;
            writeln!(out, "wrote {}", config::FILE_NAME)
        }
        Command::Config(args) if args.schema => config::schema(&mut out, catalogue),
        Command::Config(args) => config::show(&mut out, args, &cwd, catalogue, &palette)?,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "iacfix", &mut script);
            out.write_all(&script)
        }
    };
    written.and_then(|()| out.finish()).map_err(|e| UserError::disk("write to", "standard output", &e))?;
    Ok(Exit::Done)
}
