//! The process is killed while it writes, at every system call that changes the disk and at moments of chance: each file
//! is wholly old or wholly new, and an undo brings back all that was there.
#![cfg(unix)]

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use super::support::{KEY, KEY_FIXED, Place};

const ROW: &str = "--only=kms-key-rotation";

/// Two programs, and the files in them that a run writes.
const FILES: [&str; 3] = ["one/a.ts", "one/lib/b.ts", "two/c.ts"];

fn two_programs() -> Place {
    let place = Place::empty();
    ["one", "two"].iter().for_each(|name| place.project(name));
    FILES.iter().for_each(|name| place.put(name, KEY));
    place
}

/// Each of these files is whole.
#[track_caller]
fn assert_whole<'n>(place: &Place, names: impl IntoIterator<Item = &'n str>, when: &str) {
    for name in names {
        let text = place.text(name);
        assert!(text == KEY || text == KEY_FIXED, "{name} is half-written {when}: {text:?}");
    }
}

/// Whether no temporary file of a writer is left below `folder`.
fn is_tidy(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().all(|entry| {
        let path = entry.unwrap().path();
        !path.to_string_lossy().contains(".iacfix-") && (!path.is_dir() || is_tidy(&path))
    })
}

/// An undo brings back what was there, leaves nothing behind, and no run is in need of anything afterwards.
#[track_caller]
fn assert_undone<'n>(place: &Place, names: impl IntoIterator<Item = &'n str>, when: &str) {
    let said = place.run(&["undo", "--yes"]);
    assert_eq!(said.code, 0, "{when}: {}", said.err);
    assert!(!said.err.contains("warning"), "a journal can't be read, killed {when}: {}", said.err);
    for name in names {
        assert_eq!(place.text(name), KEY, "{name} is not restored, killed {when}: {}{}", said.out, said.err);
    }
    assert!(is_tidy(&place.root()), "temporary files stay, killed {when}");
    let said = place.run(&["runs"]).code(0);
    assert_eq!(said.err, "", "killed {when}");
    assert!(!said.out.contains("interrupted"), "killed {when}: {}", said.out);
}

/// Before each system call that changes the disk, one after the other.
#[cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
mod stepwise {
    use std::process::Command;

    use nix::libc;
    use nix::sys::ptrace::{self, Options};
    use nix::sys::signal::{Signal, kill};
    use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
    use nix::unistd::Pid;

    use super::*;

    /// Whether the system call that the process is about to make changes the disk.
    fn changes_the_disk(pid: Pid) -> bool {
        let at_entry = ptrace::syscall_info(pid).unwrap().op == libc::PTRACE_SYSCALL_INFO_ENTRY;
        let registers = ptrace::getregs(pid).unwrap();
        let call = i64::try_from(registers.orig_rax).unwrap_or(-1);
        let creates = registers.rdx & u64::from(libc::O_CREAT.unsigned_abs()) != 0;
        at_entry
            && match call {
                libc::SYS_openat => creates,
                libc::SYS_mkdir | libc::SYS_mkdirat | libc::SYS_rmdir => true,
                libc::SYS_rename | libc::SYS_renameat | libc::SYS_renameat2 | libc::SYS_linkat => true,
                libc::SYS_unlink | libc::SYS_unlinkat => true,
                libc::SYS_write | libc::SYS_fsync | libc::SYS_fdatasync | libc::SYS_flock => true,
                libc::SYS_chmod | libc::SYS_fchmod | libc::SYS_fchmodat | libc::SYS_fchown => true,
                _ => false,
            }
    }

    /// Runs the binary, and kills it before call number `step` that changes the disk; whether it came that far. `None`
    /// where nobody may do that. The thread that writes is the main one, and only it is looked at.
    #[expect(clippy::zombie_processes, reason = "the tracer waits for the end that it is told of")]
    fn killed(place: &Place, args: &[&str], step: usize) -> Option<bool> {
        let binary = place.command("", args);
        let mut shell = Command::new("sh");
        shell.args(["-c", "kill -s STOP $$; exec \"$0\" \"$@\""]).arg(binary.get_program()).args(binary.get_args());
        shell.current_dir(place.root()).env("IACFIX_STATE_DIR", place.state());
        let mut child = shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let pid = Pid::from_raw(i32::try_from(child.id()).unwrap());
        waitpid(pid, Some(WaitPidFlag::WUNTRACED)).unwrap();
        let options = Options::PTRACE_O_TRACESYSGOOD | Options::PTRACE_O_TRACEEXEC | Options::PTRACE_O_EXITKILL;
        if let Err(e) = ptrace::seize(pid, options) {
            eprintln!("passed over: nobody may stop a process here ({e})");
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        kill(pid, Signal::SIGCONT).unwrap();
        let (mut is_binary, mut count) = (false, 0);
        loop {
            let signal = match waitpid(pid, Some(WaitPidFlag::__WALL)).unwrap() {
                WaitStatus::Exited(..) | WaitStatus::Signaled(..) => return Some(false),
                WaitStatus::PtraceSyscall(_) if is_binary && changes_the_disk(pid) => {
                    count += 1;
                    if count == step {
                        let _ = child.kill();
                        child.wait().unwrap();
                        return Some(true);
                    }
                    None
                }
                WaitStatus::PtraceEvent(_, _, libc::PTRACE_EVENT_EXEC) => {
                    is_binary = true;
                    None
                }
                WaitStatus::Stopped(_, signal) => Some(signal),
                _ => None,
            };
            ptrace::syscall(pid, signal).unwrap();
        }
    }

    /// Kills `args` at every step of a place that is made anew each time, and checks it then.
    fn at_every_step(make: fn() -> Place, args: &[&str], check: fn(&Place, &str)) {
        let (mut mixed, mut untidy) = (0, 0);
        for step in 1.. {
            let place = make();
            let Some(killed) = killed(&place, args, step) else { return };
            let when = format!("before step {step} of {args:?}");
            assert_whole(&place, FILES, &when);
            let new = FILES.iter().filter(|name| place.text(name) != KEY).count();
            mixed += usize::from((1..FILES.len()).contains(&new));
            untidy += usize::from(!is_tidy(&place.root()));
            check(&place, &when);
            if !killed {
                println!("{args:?}: {step} steps, {mixed} with old and new files, {untidy} with temporary files");
                assert!(mixed > 0 && untidy > 0, "the moments that matter were not met in {step} steps");
                return;
            }
        }
    }

    #[test]
    fn a_run_that_is_killed_at_any_step_is_undone() {
        at_every_step(two_programs, &["--yes", "--jobs=1", ROW], |place, when| {
            let changed = FILES.iter().any(|name| place.text(name) != KEY);
            assert!(!changed || !place.run(&["runs"]).out.is_empty(), "no journal {when}");
            assert_undone(place, FILES, when);
        });
    }

    fn written() -> Place {
        let place = two_programs();
        place.run(&["--yes", ROW]).code(0);
        place
    }

    #[test]
    fn an_undo_that_is_killed_at_any_step_is_ended_by_the_next() {
        at_every_step(written, &["undo", "--yes"], |place, when| {
            assert_undone(place, FILES, when);
            // And what was undone can be brought back whole.
            let said = place.run(&["runs", "--format", "json"]).code(0);
            let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
            let runs = json["runs"].as_array().unwrap();
            assert_eq!(runs.last().unwrap()["state"], "undone", "{when}");
        });
    }
}

/// How many files a large program has.
const MANY: usize = 300;

#[test]
fn a_run_over_hundreds_of_files_that_is_killed_at_any_moment_is_undone() {
    let names: Vec<String> = (0..MANY).map(|n| format!("lib/f{n:03}.ts")).collect();
    let names = || names.iter().map(String::as_str);
    let place = Place::program(&names().map(|name| (name, KEY)).collect::<Vec<_>>());
    let (mut mixed, mut window) = (0, Duration::from_millis(8));
    for trial in 0..20 {
        let mut command = place.command("", &["--yes", "--quiet", ROW]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Most of the time goes into what comes before the first file is replaced; every third time that is met.
        let (waits, moment) = match trial % 3 {
            2 => (false, Duration::from_millis(fastrand::u64(0..2000))),
            _ => (true, window.mul_f64(fastrand::f64())),
        };
        while waits && place.text("lib/f000.ts") == KEY && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(100));
        }
        std::thread::sleep(moment);
        let _ = child.kill();
        let status = child.wait().unwrap();
        let when = format!("in trial {trial}");
        assert_whole(&place, names(), &when);
        let new = names().filter(|name| place.text(name) != KEY).count();
        println!("trial {trial}: {new} of {MANY} files are new, {status}");
        mixed += usize::from((1..MANY).contains(&new));
        // How fast the disk is decides how long files are met in the middle.
        if waits && new == MANY {
            window = window.mul_f64(0.7);
        }
        assert_undone(&place, names(), &when);
        if mixed >= 2 && trial >= 2 {
            return;
        }
    }
    panic!("only {mixed} runs were met in the middle of their files");
}
