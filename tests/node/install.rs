//! npm packages that tests and benchmarks run. Invariant: what is in `node_modules` is what the lock file beside it says.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Installs into `folder` what its lock file says, where that is not there yet.
///
/// # Errors
/// No npm, or what npm says.
pub(crate) fn install(folder: &Path) -> Result<(), String> {
    let stamp = folder.join("node_modules/.installed-from.json");
    let lock = folder.join("package-lock.json");
    let shown = folder.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(folder).display();
    let lock = fs::read(lock).map_err(|e| format!("{shown}/package-lock.json: {e}"))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    eprintln!("installing what {shown}/package-lock.json names");
    let npm = Command::new("npm").arg("ci").current_dir(folder).output();
    let npm = npm.map_err(|e| format!("npm ci in {shown}: {e}; Node.js and npm are needed"))?;
    if !npm.status.success() {
        return Err(format!("npm ci failed in {shown}\n{}", String::from_utf8_lossy(&npm.stderr)));
    }
    fs::write(stamp, lock).map_err(|e| e.to_string())
}
