//! Paths for people and machines. Invariant: a path inside the tool is absolute and free of `.` and `..`; what is
//! printed is relative to some base and uses `/`.

use std::path::{Component, Path, PathBuf};

/// `path` as seen from `base`, with `/` between its parts; `.` for the base itself.
pub(crate) fn seen_from(base: &Path, path: &Path) -> String {
    let relative = relative(base, path);
    let parts: Vec<_> = relative.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    match parts.as_slice() {
        [] => ".".into(),
        [root, rest @ ..] if relative.is_absolute() => format!("{}{}", root.replace('\\', "/"), rest.join("/")),
        _ => parts.join("/"),
    }
}

/// The way from `base` to `path`, both absolute; `path` itself where they share nothing but the root.
pub(crate) fn relative(base: &Path, path: &Path) -> PathBuf {
    let shared = base.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    if shared <= 1 && base.components().count() > 1 {
        return path.to_path_buf();
    }
    let up = base.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
}

/// `path`, typed by a person who stands at `cwd`, as an absolute path without `.` and `..`.
///
/// A `..` is followed on the disk where it can be: after a link it leads elsewhere than its spelling says.
pub(crate) fn absolute(cwd: &Path, path: &Path) -> PathBuf {
    let joined = cwd.join(path);
    if !joined.components().any(|c| c == Component::ParentDir) {
        return joined.components().filter(|c| *c != Component::CurDir).collect();
    }
    joined.canonicalize().unwrap_or_else(|_| spelled(&joined))
}

/// `path` without `.` and `..`, by its spelling alone.
pub(crate) fn spelled(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The root of the git repository that `path` is in, told by its `.git`; no process is started for it.
pub(crate) fn repository(path: &Path) -> Option<&Path> {
    path.ancestors().skip(1).find(|folder| folder.join(".git").exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_from_where_the_user_stands() {
        let see = |base: &str, path: &str| seen_from(Path::new(base), Path::new(path));
        assert_eq!(see("/home/a", "/home/a/b/c.ts"), "b/c.ts");
        assert_eq!(see("/home/a/b", "/home/a/c.ts"), "../c.ts");
        assert_eq!(see("/home/a", "/home/a"), ".");
        assert_eq!(see("/home/a", "/etc/x.ts"), "/etc/x.ts");
        assert_eq!(see("/", "/etc/x.ts"), "etc/x.ts");
    }

    #[test]
    fn dots_are_gone_from_absolute_paths() {
        let cwd = Path::new("/nowhere/a");
        assert_eq!(absolute(cwd, Path::new("./b/./c")), Path::new("/nowhere/a/b/c"));
        assert_eq!(absolute(cwd, Path::new("../b")), Path::new("/nowhere/b"));
        assert_eq!(absolute(cwd, Path::new(".")), cwd);
    }
}
