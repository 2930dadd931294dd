//! What decides, besides the comments of a program, on which findings are silent. Invariant: the day is read from the clock
//! once a run, and a baseline once, however many programs share it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use iacfix_engine::codemod::{Codemod, Date, day};

use crate::args::RunArgs;
use crate::baseline::Baseline;
use crate::config::Config;
use crate::error::UserError;
use crate::paths::seen_from;

/// What is in force for one program.
#[derive(Clone, Debug, Default)]
pub(crate) struct Silence {
    /// The day; comments expire by it.
    pub(crate) today: Option<Date>,
    /// The ids that a comment may name.
    pub(crate) ids: Arc<[&'static str]>,
    /// Findings that are known and left.
    pub(crate) baseline: Option<Arc<Baseline>>,
}

/// Comments that are to be written for whatever stands.
#[derive(Clone, Debug)]
pub(crate) struct Silencing {
    /// Why.
    pub(crate) reason: String,
    /// The last day on which they count.
    pub(crate) until: Option<Date>,
}

impl Silencing {
    /// What `args` ask for, if they do.
    ///
    /// # Errors
    /// A reason that says nothing; a day that is none or is over.
    pub(crate) fn new(args: &RunArgs) -> Result<Option<Self>, UserError> {
        let wrong = |flag, problem: String, hint: &str| UserError::Flag { flag, problem, hint: hint.into() };
        if !args.add_suppressions {
            let flags = [("--reason", args.reason.is_some()), ("--until", args.until.is_some())];
            return match flags.iter().find(|(_, given)| *given) {
                Some((flag, _)) => {
                    let problem = "says what --add-suppressions writes, and needs it".into();
                    Err(wrong(*flag, problem, "add --add-suppressions, or leave it out"))
                }
                None => Ok(None),
            };
        }
        let reason = args.reason.as_deref().unwrap_or_default().trim().to_string();
        if reason.trim_matches('*').is_empty() {
            let hint = "say why the findings are left, or until what happens";
            return Err(wrong("--reason", "says nothing".into(), hint));
        }
        let until = match &args.until {
            None => None,
            Some(text) => {
                let hint = "write the last day on which they count as 2027-01-31";
                let date = day(text).ok_or_else(|| wrong("--until", format!("takes a date, not `{text}`"), hint))?;
                if date < today() {
                    return Err(wrong("--until", format!("is over: {text}"), "name a day to come, or none"));
                }
                Some(date)
            }
        };
        Ok(Some(Self { reason, until }))
    }

    /// What a person typed for one comment: a reason, with `until 2027-01-31: ` before it as in a comment, or ` until
    /// 2027-01-31` behind it.
    ///
    /// # Errors
    /// What is wrong with it, for people.
    pub(crate) fn typed(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (date, reason) = match text.strip_prefix("until ").map(|rest| rest.split_once(':')) {
            Some(Some((date, reason))) => (Some(date.trim()), reason.trim()),
            // `until the migration is over` is a reason, `until 2027-01-31` is none.
            Some(None) if text[6..].trim_start().starts_with(|c: char| c.is_ascii_digit()) => {
                return Err("that is a day and no reason; write `until 2027-01-31: reason`".into());
            }
            _ => match text.rsplit_once(" until ") {
                Some((reason, date)) if date.trim_start().starts_with(|c: char| c.is_ascii_digit()) => {
                    (Some(date.trim()), reason.trim().trim_end_matches([',', ';', ':']))
                }
                _ => (None, text),
            },
        };
        if reason.trim_matches(['*', ' ']).is_empty() {
            return Err("that says no reason; write `reason`, or `until 2027-01-31: reason`".into());
        }
        let until = match date {
            None => None,
            Some(text) => {
                let date = day(text).ok_or_else(|| {
                    format!("`{text}` is no day; write `until 2027-01-31: reason`, or a reason that does not start so")
                })?;
                if date < today() {
                    return Err(format!("{date} is over; name a day to come, or none"));
                }
                Some(date)
            }
        };
        Ok(Self { reason: reason.into(), until })
    }
}

/// Today, where the clocks show UTC: the same on every machine.
pub(crate) fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// The baselines of a run.
#[derive(Debug)]
pub(crate) struct Baselines {
    cwd: PathBuf,
    writing: bool,
    /// The one that the command line names.
    named: Option<Arc<Baseline>>,
    open: BTreeMap<PathBuf, Arc<Baseline>>,
    today: Date,
    ids: Arc<[&'static str]>,
}

impl Baselines {
    /// For a user who stands at `cwd` and names this file, if any.
    ///
    /// # Errors
    /// A file that is no baseline.
    pub(crate) fn new(
        cwd: &Path,
        named: Option<&Path>,
        writing: bool,
        catalogue: &[&'static dyn Codemod],
    ) -> Result<Self, UserError> {
        let ids = catalogue.iter().map(|it| it.meta().id).collect();
        let mut all = Self { cwd: cwd.to_path_buf(), writing, named: None, open: BTreeMap::new(), today: today(), ids };
        all.named = named.map(|path| all.open(path)).transpose()?;
        Ok(all)
    }

    /// What is in force for a program with this configuration.
    ///
    /// # Errors
    /// A file that is no baseline; none to write.
    pub(crate) fn of(&mut self, config: &Config) -> Result<Silence, UserError> {
        let baseline = match (&self.named, &config.baseline) {
            (Some(named), _) => Some(Arc::clone(named)),
            (None, Some(said)) => Some(self.open(&said.value)?),
            (None, None) if self.writing => {
                return Err(UserError::Flag {
                    flag: "--write-baseline",
                    problem: "needs to know which file".into(),
                    hint: "add --baseline FILE, or `baseline = \"iacfix.baseline.json\"` to iacfix.toml".into(),
                });
            }
            (None, None) => None,
        };
        Ok(Silence { today: Some(self.today), ids: Arc::clone(&self.ids), baseline })
    }

    fn open(&mut self, path: &Path) -> Result<Arc<Baseline>, UserError> {
        if let Some(open) = self.open.get(path) {
            return Ok(Arc::clone(open));
        }
        let shown = seen_from(&self.cwd, path);
        let baseline = Arc::new(Baseline::open(path.to_path_buf(), shown, self.writing)?);
        self.open.insert(path.to_path_buf(), Arc::clone(&baseline));
        Ok(baseline)
    }

    /// All that are in force, by path.
    pub(crate) fn all(&self) -> Vec<Arc<Baseline>> {
        self.open.values().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Result<(String, Option<String>), String> {
        Silencing::typed(text).map(|it| (it.reason, it.until.map(|day| day.to_string())))
    }

    #[test]
    fn a_day_may_stand_before_a_reason_or_behind_it() {
        let dated = |reason: &str| Ok((reason.to_string(), Some("2999-01-31".to_string())));
        assert_eq!(typed("until 2999-01-31: replaced by then"), dated("replaced by then"));
        assert_eq!(typed(" until  2999-01-31 : see https://wiki/x "), dated("see https://wiki/x"));
        assert_eq!(typed("replaced by then, until 2999-01-31"), dated("replaced by then"));
        for plain in ["rotated by hand", "until the migration is over", "see JIRA-12: until then", "untilted"] {
            assert_eq!(typed(plain), Ok((plain.to_string(), None)));
        }
    }

    #[test]
    fn what_is_no_day_or_over_comes_back_with_the_reason() {
        let why = |text: &str| typed(text).expect_err(text);
        assert!(why("until 2999-02-30: then").contains("`2999-02-30` is no day"));
        assert!(why("until next week: then").contains("`next week` is no day"));
        assert!(why("kept until 2999-1-1").contains("`2999-1-1` is no day"));
        assert!(why("until 2001-01-31: then").contains("2001-01-31 is over"));
        assert!(why("until 2999-01-31").contains("a day and no reason"));
        assert!(why("until 2999-01-31: ").contains("no reason"));
    }
}
