//! Trees of files, in memory. Invariant: paths are relative with `/`, contents are bytes as they stand on disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The files of a program, by path.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// Where trees stand while the engine looks at them; nothing is read from a disk there.
pub(crate) const ROOT: &str = "/program";

const BOM: &[u8] = "\u{feff}".as_bytes();

/// The files below `folder`.
pub(crate) fn read(folder: &Path) -> io::Result<Tree> {
    let mut tree = Tree::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(folder).expect("a walk stays below its start");
                tree.insert(relative.to_string_lossy().replace('\\', "/"), fs::read(&path)?);
            }
        }
    }
    Ok(tree)
}

/// Makes `folder` hold exactly `tree`.
pub(crate) fn write(folder: &Path, tree: &Tree) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for (path, bytes) in tree {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file stands in a folder"))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// The tree as the engine reads it.
pub(crate) fn mounted(tree: &Tree) -> BTreeMap<PathBuf, Vec<u8>> {
    tree.iter().map(|(path, bytes)| (Path::new(ROOT).join(path), bytes.clone())).collect()
}

/// A path below [`ROOT`] as trees have it; anything else as it is.
pub(crate) fn relative(path: &Path) -> String {
    path.strip_prefix(ROOT).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Whether a program's code is in the file.
pub(crate) fn is_source(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let code = ["ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx"].contains(&extension);
    code && ![".d.ts", ".d.mts", ".d.cts"].iter().any(|declarations| path.ends_with(declarations))
}

/// Every file with `change` made to its bytes, where `which` takes its path.
pub(crate) fn map(tree: &Tree, which: impl Fn(&str) -> bool, change: impl Fn(&[u8]) -> Vec<u8>) -> Tree {
    let changed =
        |(path, bytes): (&String, &Vec<u8>)| (path.clone(), if which(path) { change(bytes) } else { bytes.clone() });
    tree.iter().map(changed).collect()
}

/// With every line ended by a line feed alone.
pub(crate) fn lf(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            out.push(*byte);
        }
    }
    out
}

/// With every line ended by carriage return and line feed.
pub(crate) fn crlf(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 32);
    for byte in lf(bytes) {
        if byte == b'\n' {
            out.push(b'\r');
        }
        out.push(byte);
    }
    out
}

/// With a byte order mark, one only.
pub(crate) fn with_bom(bytes: &[u8]) -> Vec<u8> {
    [BOM, without_bom(bytes)].concat()
}

/// Without a byte order mark.
pub(crate) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes)
}
