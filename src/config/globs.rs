//! Globs of a configuration. Invariant: a path is matched as it is seen from the folder of the file that says the glob,
//! with `../` in front where it lies elsewhere.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::paths::relative;

/// A list of globs.
#[derive(Clone, Debug)]
pub(crate) struct Globs {
    folder: PathBuf,
    /// As they are written.
    pub(crate) texts: Vec<String>,
    set: GlobSet,
}

impl Globs {
    /// These globs, said by a file in `folder`.
    ///
    /// # Errors
    /// The number of a glob that is none, with the reason; without a number where they can't be used together.
    pub(crate) fn new(folder: &Path, texts: Vec<String>) -> Result<Self, (Option<usize>, String)> {
        let mut set = GlobSetBuilder::new();
        for (at, text) in texts.iter().enumerate() {
            for pattern in patterns(text).map_err(|why| (Some(at), why))? {
                let glob = GlobBuilder::new(&pattern).literal_separator(true).build();
                set.add(glob.map_err(|e| (Some(at), format!("is no glob: {}", e.kind())))?);
            }
        }
        let set = set.build().map_err(|e| (None, e.to_string()))?;
        Ok(Self { folder: folder.to_path_buf(), texts, set })
    }

    /// Whether one of them holds for `file`.
    pub(crate) fn hold(&self, file: &Path) -> bool {
        match file.strip_prefix(&self.folder) {
            Ok(below) => self.set.is_match(below),
            Err(_) => self.set.is_match(relative(&self.folder, file)),
        }
    }
}

/// What a glob stands for: what it matches, and all that lies below.
fn patterns(text: &str) -> Result<Vec<String>, String> {
    if text.is_empty() {
        return Err("names nothing".into());
    }
    if text.starts_with('/') {
        return Err("starts with `/`, but globs are relative to the folder of this file".into());
    }
    if text.starts_with('!') {
        return Err("starts with `!`, but no glob takes back another".into());
    }
    let bare = text.trim_start_matches("./").trim_end_matches('/');
    Ok(match bare {
        "" | "." => vec!["**".into()],
        _ => vec![bare.to_string(), format!("{bare}/**")],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(glob: &str, file: &str) -> bool {
        let globs = Globs::new(Path::new("/repo/base"), vec![glob.to_string()]).expect("a glob");
        globs.hold(Path::new(file))
    }

    #[test]
    fn a_path_is_seen_from_the_folder_of_the_file() {
        assert!(hold("a/**", "/repo/base/a/b/c.ts") && !hold("a/**", "/repo/a/b.ts"));
        assert!(hold("./a/", "/repo/base/a/b/c.ts") && hold("a/b.ts", "/repo/base/a/b.ts"));
        assert!(hold("../infra/**", "/repo/infra/x.ts") && !hold("../infra/**", "/repo/base/infra/x.ts"));
        assert!(hold("**/legacy/**", "/repo/infra/legacy/x.ts") && hold("**/legacy", "/repo/base/legacy/x.ts"));
        assert!(!hold("*.ts", "/repo/base/a/b.ts") && hold("**/*.ts", "/repo/base/a/b.ts"));
        assert!(hold("*.ts", "/repo/base/b.ts") && hold("{a,b}/*.ts", "/repo/base/b/c.ts"));
        for all in [".", "./", "**", "**/"] {
            assert!(hold(all, "/repo/base/a.ts") && hold(all, "/repo/base/a/b.ts"), "{all}");
        }
    }

    #[test]
    fn what_would_never_hold_is_refused() {
        for (glob, why) in [
            ("", "names nothing"),
            ("/infra", "starts with `/`, but globs are relative to the folder of this file"),
            ("!infra", "starts with `!`, but no glob takes back another"),
            ("a[", "is no glob: unclosed character class; missing ']'"),
        ] {
            let refused = Globs::new(Path::new("/repo"), vec!["a".into(), glob.into()]).unwrap_err();
            assert_eq!(refused, (Some(1), why.to_string()), "{glob}");
        }
    }
}
