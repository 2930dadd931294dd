//! Where a report goes. Invariant: a reader that goes away ends the report quietly, and a file is there whole or not at
//! all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::error::UserError;
use crate::signals;

/// A sink for reports.
pub(crate) struct Out {
    to: To,
    closed: bool,
}

enum To {
    Stdout(BufWriter<io::Stdout>),
    /// A pipe or a device: written as it comes.
    Stream(BufWriter<File>),
    /// A file: beside its place until it is whole.
    File(BufWriter<NamedTempFile>, std::path::PathBuf),
}

impl Out {
    /// Standard output, or the file at `path`.
    ///
    /// # Errors
    /// A file that can't be made.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, UserError> {
        let to = match path {
            None => To::Stdout(BufWriter::new(io::stdout())),
            Some(path) => {
                let failed = |e: io::Error| UserError::disk("write the report to", path.display(), &e);
                if path.metadata().is_ok_and(|it| !it.is_file()) {
                    To::Stream(BufWriter::new(File::options().write(true).open(path).map_err(failed)?))
                } else {
                    let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
                    let file = whole_later(&target).map_err(failed)?;
                    signals::remove_at_end(file.path());
                    To::File(BufWriter::new(file), target)
                }
            }
        };
        Ok(Self { to, closed: false })
    }

    /// Whether nobody reads any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Puts the report where it belongs.
    ///
    /// # Errors
    /// An output that can't be written.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        match self.to {
            To::File(file, path) => {
                file.into_inner().map_err(|e| e.into_error())?.persist(path).map(drop).map_err(|e| e.error)
            }
            _ => Ok(()),
        }
    }

    fn quiet<T>(&mut self, result: io::Result<T>, instead: T) -> io::Result<T> {
        match result {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(instead)
            }
            other => other,
        }
    }
}

/// A temporary file in the folder of `target`, with the permissions that a new file has, or the old one had.
fn whole_later(target: &Path) -> io::Result<NamedTempFile> {
    let folder = target.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".iacfix-");
    #[cfg(unix)]
    let open = {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666)).tempfile_in(folder)?
    };
    #[cfg(not(unix))]
    let open = builder.tempfile_in(folder)?;
    if let Ok(old) = target.metadata() {
        open.as_file().set_permissions(old.permissions())?;
    }
    Ok(open)
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let result = match &mut self.to {
            To::Stdout(to) => to.write(bytes),
            To::Stream(to) => to.write(bytes),
            To::File(to, _) => to.write(bytes),
        };
        self.quiet(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let result = match &mut self.to {
            To::Stdout(to) => to.flush(),
            To::Stream(to) => to.flush(),
            To::File(to, _) => to.flush(),
        };
        self.quiet(result, ())
    }
}
