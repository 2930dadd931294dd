//! The secrets of texts that are shown. Invariant: what is shown again and again, as a review does with each key, is
//! searched once; nothing is kept but the last few texts' answers.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use iacfix_engine::source::{Secrets, secrets};

/// How many answers are kept: the files that one fix changes, before and after.
const KEPT: usize = 16;

/// What was found in texts, the last one first, by hash of path and text.
#[derive(Default)]
struct Recent(VecDeque<(blake3::Hash, Arc<Secrets>)>);

static RECENT: Mutex<Recent> = Mutex::new(Recent(VecDeque::new()));

/// The literal secrets of the file at `path` if it holds `text`.
pub(crate) fn secrets_of(path: &Path, text: &str) -> Arc<Secrets> {
    let of = |recent: &Mutex<Recent>| recent.lock().unwrap_or_else(PoisonError::into_inner).get(path, text);
    if let Some(known) = of(&RECENT) {
        return known;
    }
    // Nobody waits while another text is searched.
    let found = Arc::new(secrets(path, text));
    RECENT.lock().unwrap_or_else(PoisonError::into_inner).put(path, text, Arc::clone(&found));
    found
}

impl Recent {
    fn get(&mut self, path: &Path, text: &str) -> Option<Arc<Secrets>> {
        let key = key(path, text);
        let at = self.0.iter().position(|(known, _)| *known == key)?;
        let it = self.0.remove(at)?;
        let found = Arc::clone(&it.1);
        self.0.push_front(it);
        Some(found)
    }

    fn put(&mut self, path: &Path, text: &str, found: Arc<Secrets>) {
        self.0.push_front((key(path, text), found));
        self.0.truncate(KEPT);
    }
}

fn key(path: &Path, text: &str) -> blake3::Hash {
    let path = path.as_os_str().as_encoded_bytes();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(path.len() as u64).to_le_bytes()).update(path).update(text.as_bytes());
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_shown_again_is_searched_once_and_another_one_anew() {
        let (path, text) = (Path::new("/only/here.ts"), "const password = 'hunter2';\n");
        let first = secrets_of(path, text);
        assert_eq!(first.texts, ["hunter2"]);
        assert!(Arc::ptr_eq(&first, &secrets_of(path, text)));
        let other = secrets_of(path, &text.replace("hunter2", "swordfish"));
        assert_eq!(other.texts, ["swordfish"]);
        assert!(Arc::ptr_eq(&first, &secrets_of(path, text)));
        assert!(!Arc::ptr_eq(&first, &secrets_of(Path::new("/only/there.ts"), text)));
    }

    #[test]
    fn no_more_than_a_few_are_kept() {
        let mut recent = Recent::default();
        let texts: Vec<String> = (0..2 * KEPT).map(|at| at.to_string()).collect();
        texts.iter().for_each(|it| recent.put(Path::new("x"), it, Arc::default()));
        assert_eq!(recent.0.len(), KEPT);
        assert!(recent.get(Path::new("x"), "0").is_none() && recent.get(Path::new("x"), &texts[KEPT]).is_some());
    }
}
