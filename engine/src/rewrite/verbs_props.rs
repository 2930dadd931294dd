//! Laws of the verbs, over objects, arrays and calls in any layout: what comes out parses and has what was asked for, every
//! comment survives, nothing outside the statement changes, and asking again changes nothing.

use proptest::prelude::*;
use swc_ecma_ast::{ArrayLit, CallExpr, Expr, ObjectLit};

use super::Rewrite;
use super::properties::position;
use super::testing::{FILE, call, expr, rewritten};
use crate::codemod::Declined;
use crate::source::TextRange;

/// What stands around the statement that is changed, in a layout that nobody may touch.
const BEFORE: &str = "const  before=[ 1,2 ] // before\n/* b */ let $x\n\n\n";
const AFTER: &str = "\n\n\n  const after = {a:1} ;/* after */\n";

/// White space and comments; `@` becomes a number of its own.
fn gap() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        6 => Just(""),
        6 => Just(" "),
        6 => Just("\n  "),
        2 => Just("\n\n    "),
        1 => Just("\t"),
        1 => Just(" /* @ */ "),
        1 => Just(" // @\n"),
        1 => Just("\n  // @\n  "),
        1 => Just("/* @\n * more */"),
    ]
}

fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => Just("1".to_string()),
        2 => Just("'x'".to_string()),
        2 => Just("\"it's\"".to_string()),
        1 => Just("`a\n  ${b} c`".to_string()),
        1 => Just("x => x.y".to_string()),
        1 => Just("aws.kms.Key".to_string()),
        1 => Just("a ?? (b, c)".to_string()),
        1 => Just("function () {\n return 1 // @\n }".to_string()),
        1 => Just("<any>y".to_string()),
        1 => Just("z as const".to_string()),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            listed("{", "}", entry(inner.clone())),
            listed("[", "]", element(inner.clone())),
            listed("g(", ")", element(inner.clone())),
            listed("new G('n', {}, ", ")", element(inner)),
        ]
    })
}

fn entry(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let key = prop_oneof![4 => "k[0-9]", 1 => Just("'k-1'".to_string()), 1 => Just("\"q\"".to_string()), 1 => Just("[c]".to_string())];
    prop_oneof![
        8 => (key, gap(), value).prop_map(|(key, gap, value)| format!("{key}:{gap}{value}")),
        1 => Just("...rest".to_string()),
        1 => Just("s".to_string()),
        1 => Just("m() { return 1; }".to_string()),
    ]
}

fn element(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop_oneof![8 => value, 1 => Just("...rest".to_string())]
}

fn listed(
    open: &'static str,
    close: &'static str,
    item: impl Strategy<Value = String>,
) -> impl Strategy<Value = String> {
    let items = proptest::collection::vec((gap(), item, gap()), 0..5);
    (items, any::<bool>(), gap()).prop_map(move |(items, trailing, end)| {
        let last = items.len();
        let comma = |at: usize| if at + 1 < last || trailing { "," } else { "" };
        let rows = items.iter().enumerate();
        let rows: String = rows.map(|(at, (a, item, b))| format!("{a}{item}{b}{}", comma(at))).collect();
        format!("{open}{rows}{end}{close}")
    })
}

/// A program whose one call has such an argument, its comments numbered.
fn program(open: &'static str, close: &'static str, item: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    listed(open, close, item).prop_map(|text| {
        let mut pieces = text.split('@');
        let first = pieces.next().unwrap_or("").to_string();
        let numbered = pieces.enumerate().fold(first, |text, (n, piece)| format!("{text}note{n}.{piece}"));
        format!("{BEFORE}f({numbered});{AFTER}")
    })
}

fn objects() -> impl Strategy<Value = String> {
    program("{", "}", entry(value()).boxed())
}

fn arrays() -> impl Strategy<Value = String> {
    program("[", "]", element(value()).boxed())
}

fn the_call<'p>(rewrite: &Rewrite<'_, 'p>) -> &'p CallExpr {
    expr(rewrite, "f(").as_call().expect("it is a call")
}

fn the_object<'p>(rewrite: &Rewrite<'_, 'p>) -> &'p ObjectLit {
    the_call(rewrite).args[0].expr.as_object().expect("it is an object")
}

fn the_array<'p>(rewrite: &Rewrite<'_, 'p>) -> &'p ArrayLit {
    the_call(rewrite).args[0].expr.as_array().expect("it is an array")
}

/// The numbered comments of a text, sorted.
fn notes(text: &str) -> Vec<&str> {
    let mut notes: Vec<&str> = text.match_indices("note").filter_map(|(at, _)| text[at..].split('.').next()).collect();
    notes.sort_unstable();
    notes
}

/// The laws that hold for every verb; `keeps` says that no comment may go.
fn holds(
    text: &str,
    keeps: bool,
    verb: impl Fn(&mut Rewrite<'_, '_>) -> Result<(), Declined>,
    shows: impl Fn(&Rewrite<'_, '_>) -> bool,
) -> Result<(), TestCaseError> {
    let done = rewritten(text, &verb);
    prop_assert!(done.is_ok(), "{:?} for {}", done, text);
    let after = done.unwrap_or_default();
    prop_assert!(after.starts_with(BEFORE) && after.ends_with(AFTER), "{}", after);
    if keeps {
        prop_assert_eq!(notes(&after), notes(text), "{}\n---\n{}", text, after);
    }
    // It parses, since a program of it can be made.
    let mut shown = false;
    let look = rewritten(&after, |rewrite| {
        shown = shows(rewrite);
        Ok(())
    });
    prop_assert!(look.is_ok() && shown, "{}\n---\n{}", text, after);
    Ok(())
}

/// Besides, the verb done again changes nothing.
fn holds_for_good(
    text: &str,
    verb: impl Fn(&mut Rewrite<'_, '_>) -> Result<(), Declined>,
    shows: impl Fn(&Rewrite<'_, '_>) -> bool,
) -> Result<(), TestCaseError> {
    holds(text, true, &verb, shows)?;
    let Ok(after) = rewritten(text, &verb) else { return Ok(()) };
    let again = rewritten(&after, &verb).ok();
    prop_assert_eq!(again, Some(after), "from {}", text);
    Ok(())
}

/// The value of `key`, unless a spread behind it may give another.
fn written<'p>(object: &'p ObjectLit, key: &str) -> Option<&'p Expr> {
    let at = position(object, key)?;
    let hidden = object.props.iter().skip(at + 1).any(|prop| prop.is_spread());
    let value = object.props[at].as_prop()?.as_key_value().map(|kv| &*kv.value);
    value.filter(|_| !hidden)
}

fn slice<'p>(rewrite: &Rewrite<'_, 'p>, expr: &Expr) -> &'p str {
    rewrite.file(FILE).source.slice(TextRange::of(expr))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    #[test]
    fn set_property(text in objects(), key in prop_oneof![Just("zz"), Just("k1"), Just("k2"), Just("q"), Just("k-1")]) {
        // What stood in its place may have held comments of its own.
        let new = key == "zz";
        let verb = |rw: &mut Rewrite<'_, '_>| rw.set(FILE, the_object(rw), key, "[9]");
        let shows = |rw: &Rewrite<'_, '_>| written(the_object(rw), key).is_some_and(|value| slice(rw, value) == "[9]");
        if new { holds_for_good(&text, verb, shows)? } else { holds(&text, false, verb, shows)? }
    }

    #[test]
    fn complete_property(text in objects()) {
        let entries = [("enabled", "true"), ("name", "'it'")];
        let verb = |rw: &mut Rewrite<'_, '_>| rw.complete(FILE, the_object(rw), "zz", &entries);
        holds_for_good(&text, verb, |rw| {
            let inner = written(the_object(rw), "zz").and_then(Expr::as_object);
            inner.is_some_and(|inner| entries.iter().all(|(key, _)| position(inner, key).is_some()))
        })?;
    }

    #[test]
    fn remove_property(text in objects(), at in 0usize..10) {
        let key = format!("k{at}");
        holds(&text, false, |rw| rw.remove(FILE, the_object(rw), &key), |rw| position(the_object(rw), &key).is_none())?;
        let kept = |rw: &mut Rewrite<'_, '_>| rw.remove(FILE, the_object(rw), "absent");
        prop_assert_eq!(rewritten(&text, kept).ok(), Some(text.clone()));
    }

    #[test]
    fn push_element(text in arrays()) {
        holds(&text, true, |rw| rw.push(FILE, the_array(rw), "zz"), |rw| {
            let last = the_array(rw).elems.last().and_then(Option::as_ref);
            last.is_some_and(|last| slice(rw, &last.expr) == "zz")
        })?;
    }

    #[test]
    fn insert_element(text in arrays(), at in 0usize..4) {
        let place = |rw: &Rewrite<'_, '_>| at.min(the_array(rw).elems.len());
        let verb = |rw: &mut Rewrite<'_, '_>| rw.insert_element(FILE, the_array(rw), place(rw), "zz");
        holds(&text, true, verb, |rw| {
            the_array(rw).elems.iter().flatten().filter(|e| slice(rw, &e.expr) == "zz").count() == 1
        })?;
    }

    #[test]
    fn remove_element(text in arrays(), at in 0usize..4) {
        let mut count = 0;
        rewritten(&text, |rw| { count = the_array(rw).elems.len(); Ok(()) }).expect("it parses");
        if at >= count {
            return Ok(());
        }
        let verb = |rw: &mut Rewrite<'_, '_>| rw.remove_element(FILE, the_array(rw), at);
        holds(&text, false, verb, |rw| the_array(rw).elems.len() + 1 == count)?;
    }

    #[test]
    fn push_argument(text in objects()) {
        let verb = |rw: &mut Rewrite<'_, '_>| rw.push_argument(FILE, call(rw, "f("), "{ parent: this }");
        holds(&text, true, verb, |rw| the_call(rw).args.len() == 2)?;
    }

    #[test]
    fn replace_and_wrap(text in objects()) {
        let wrap = |rw: &mut Rewrite<'_, '_>| rw.wrap(FILE, &the_call(rw).args[0].expr, "h($, 1)");
        holds(&text, true, wrap, |rw| the_call(rw).args[0].expr.as_call().is_some_and(|c| c.args.len() == 2))?;
        let replace = |rw: &mut Rewrite<'_, '_>| rw.replace(FILE, &the_call(rw).args[0].expr, "{ zz: 1 }");
        holds(&text, false, replace, |rw| position(the_object(rw), "zz").is_some())?;
    }
}
