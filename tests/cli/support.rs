//! A folder with a program in it, and the binary run there.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A key without rotation: one safe fix.
pub(crate) const KEY: &str =
    "import * as aws from '@pulumi/aws';\n\nexport const key = new aws.kms.Key('key', {\n  description: 'data',\n});\n";

/// The same with the fix.
pub(crate) const KEY_FIXED: &str = "import * as aws from '@pulumi/aws';\n\nexport const key = new aws.kms.Key('key', {\n  description: 'data',\n  enableKeyRotation: true,\n});\n";

/// A root volume that is too small, of an image that nothing is known of: one review fix.
pub(crate) const VOLUME: &str = "import * as aws from '@pulumi/aws';\n\nexport const host = new aws.ec2.Instance('host', {\n  ami: process.env.AMI!,\n  instanceType: 't3.micro',\n  rootBlockDevice: { volumeSize: 20, encrypted: true },\n});\n";

/// The rows that the two programs above are about; others may find more in them.
pub(crate) const ROWS: &str = "--only=kms-key-rotation,ec2-root-volume-size";

/// A temporary folder, gone when dropped.
pub(crate) struct Place {
    folder: tempfile::TempDir,
    state: tempfile::TempDir,
}

/// What the binary said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), state: tempfile::tempdir().unwrap() }
    }

    /// A Pulumi program with these files.
    pub(crate) fn program(files: &[(&str, &str)]) -> Self {
        let place = Self::empty();
        place.project("");
        files.iter().for_each(|(path, text)| place.put(path, text));
        place
    }

    /// Makes a Pulumi project of a folder.
    pub(crate) fn project(&self, folder: &str) {
        let at = |name: &str| if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
        self.put(&at("Pulumi.yaml"), "name: test\nruntime: nodejs\n");
        self.put(&at("package.json"), "{ \"dependencies\": { \"@pulumi/aws\": \"^6.0.0\" } }\n");
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    /// The folder that journals go to.
    pub(crate) fn state(&self) -> &Path {
        self.state.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    /// The binary, ready to run in `folder` of the place.
    pub(crate) fn command(&self, folder: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iacfix"));
        command.current_dir(self.path(folder)).args(args).env("IACFIX_STATE_DIR", self.state.path());
        for name in ["NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs it in the folder itself, without a terminal.
    pub(crate) fn run(&self, args: &[&str]) -> Said {
        self.run_in("", args)
    }

    pub(crate) fn run_in(&self, folder: &str, args: &[&str]) -> Said {
        said(assert_cmd::Command::from_std(self.command(folder, args)).output().unwrap())
    }

    /// Makes a git repository of the folder, with everything committed.
    pub(crate) fn commit(&self) {
        if !self.path(".git").exists() {
            self.git(&["init", "-q", "."]);
        }
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "state"]);
    }

    pub(crate) fn git(&self, args: &[&str]) -> Said {
        let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "core.autocrlf=false"];
        let done = said(Command::new("git").arg("-C").arg(self.root()).args(identity).args(args).output().unwrap());
        assert_eq!(done.code, 0, "git {args:?}: {}", done.err);
        done
    }

    /// The journals of the runs that wrote here, oldest first.
    pub(crate) fn journals(&self) -> Vec<(PathBuf, serde_json::Value)> {
        let Ok(runs) = std::fs::read_dir(self.state.path().join("runs")) else { return Vec::new() };
        let mut folders: Vec<_> = runs.map(|it| it.unwrap().path()).collect();
        folders.sort();
        let read = |path: &Path| serde_json::from_slice(&std::fs::read(path.join("journal.json")).unwrap()).unwrap();
        folders.into_iter().map(|path| (path.clone(), read(&path))).collect()
    }
}

pub(crate) fn said(output: Output) -> Said {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

impl Said {
    /// Fails unless the exit code is this one.
    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\n--- out\n{}\n--- err\n{}", self.out, self.err);
        self
    }
}
