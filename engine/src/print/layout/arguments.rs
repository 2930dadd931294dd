//! Arguments of calls and `new`: on one line, hugged, or one a line.

use super::{Hint, Key, Kind, Layouter, NewArguments, NodeId, Role};
use crate::print::doc::{
    BREAK_PARENT, Doc, HARDLINE, LINE, NIL, SOFTLINE, conditional, docs, group, group_broken, indent,
};
use crate::source::style::TrailingComma;

impl Layouter<'_> {
    pub(super) fn arguments(&self, id: NodeId) -> Doc {
        let arguments = self.list(id, Key::Arguments);
        let Some((last, others)) = arguments.split_last() else {
            return group(docs!["(", self.dangling_in_list(id), ")"]);
        };
        if self.is_hook_call(&arguments) {
            return docs!["(", self.print(arguments[0]), ", ", self.print(arguments[1]), ")"];
        }
        let mut blank = false;
        let mut printed = Vec::new();
        for argument in others {
            let gap = self.blank_line_after(*argument);
            blank |= gap;
            let line = if gap { docs![HARDLINE, HARDLINE] } else { LINE };
            printed.push(docs![self.print(*argument), ",", line]);
        }
        printed.push(self.print(*last));
        let import = self.child(id, Key::Callee).is_some_and(|c| self.kind(c) == Kind::ImportKeyword);
        let comma = if import { NIL } else { self.trailing_comma(TrailingComma::All) };
        let all_broken =
            || group_broken(docs!["(", indent(docs![LINE, printed.clone()]), comma.clone(), LINE, ")"], true);
        if self.kind(id) == Kind::New {
            match self.new_arguments {
                NewArguments::Prettier => {}
                NewArguments::Hugged => return docs!["(", self.hugged_arguments(&arguments), ")"],
                NewArguments::OnePerLine if printed.iter().any(Doc::will_break) => return all_broken(),
                NewArguments::OnePerLine => {}
            }
        }
        if blank || (self.parent_kind(id) != Kind::Decorator && self.is_function_composition(&arguments)) {
            return all_broken();
        }
        if self.hugs_first(&arguments) {
            let rest = &printed[1..];
            if rest.iter().any(Doc::will_break) {
                return all_broken();
            }
            let hint = Hint { expand_first: true, ..Hint::default() };
            let Some(first) = self.try_hug(arguments[0], hint) else { return all_broken() };
            let first = docs![first, ", "];
            let hugged = |doc: Doc| docs!["(", doc, rest.to_vec(), ")"];
            let broken = group_broken(first.clone(), true);
            if first.will_break() {
                return docs![BREAK_PARENT, conditional(vec![hugged(broken), all_broken()])];
            }
            return conditional(vec![hugged(first), hugged(broken), all_broken()]);
        }
        if self.hugs_last(&arguments) {
            return self.hug_last(*last, &printed, all_broken);
        }
        let doc = docs!["(", indent(docs![SOFTLINE, printed.clone()]), comma.clone(), SOFTLINE, ")"];
        if self.is_long_curried(id) { doc } else { group_broken(doc, printed.iter().any(Doc::will_break)) }
    }

    /// All on the lines of the parentheses, whatever breaks inside of them.
    fn hugged_arguments(&self, arguments: &[NodeId]) -> Doc {
        let mut out = Vec::new();
        for (at, argument) in arguments.iter().enumerate() {
            let comma = if at > 0 { ", " } else { "" };
            out.push(docs![comma, self.print(*argument)]);
        }
        out.into()
    }

    fn hug_last(&self, last: NodeId, printed: &[Doc], all_broken: impl Fn() -> Doc) -> Doc {
        let others = &printed[..printed.len() - 1];
        if others.iter().any(Doc::will_break) {
            return all_broken();
        }
        let hint = Hint { expand_last: true, ..Hint::default() };
        let Some(doc) = self.try_hug(last, hint) else { return all_broken() };
        let hugged = |doc: Doc| docs!["(", others.to_vec(), doc, ")"];
        let broken = group_broken(doc.clone(), true);
        if doc.will_break() {
            return docs![BREAK_PARENT, conditional(vec![hugged(broken), all_broken()])];
        }
        conditional(vec![hugged(doc), hugged(broken), all_broken()])
    }

    /// The argument as it is printed hugged; nothing when a parameter of it would have to break.
    fn try_hug(&self, argument: NodeId, hint: Hint) -> Option<Doc> {
        let before = self.bailed.replace(false);
        let doc = self.print_with(argument, hint);
        let bailed = self.bailed.replace(before);
        (!bailed).then_some(doc)
    }

    /// `useEffect(() => {...}, [a, b])`
    fn is_hook_call(&self, arguments: &[NodeId]) -> bool {
        let [function, list] = arguments else { return false };
        self.kind(*function) == Kind::Arrow
            && self.list(*function, Key::Params).is_empty()
            && self.child(*function, Key::Body).is_some_and(|b| self.kind(b) == Kind::Block)
            && self.kind(*list) == Kind::Array
            && !arguments.iter().any(|a| self.comments.any(*a))
    }

    /// More than one function, or a call that is given one beside a function.
    fn is_function_composition(&self, arguments: &[NodeId]) -> bool {
        if arguments.len() <= 1 {
            return false;
        }
        let mut functions = 0;
        for argument in arguments {
            if self.is_function(*argument) {
                functions += 1;
                if functions > 1 {
                    return true;
                }
            } else {
                let inner = self.without_non_null(*argument);
                if self.is_call(inner) && self.list(inner, Key::Arguments).iter().any(|a| self.is_function(*a)) {
                    return true;
                }
            }
        }
        false
    }

    /// `f(a, b)(c)`: the shorter list of a curried call.
    pub(super) fn is_long_curried(&self, id: NodeId) -> bool {
        let parent = self.parent(id);
        let inner = self.list(id, Key::Arguments).len();
        let outer = self.list(parent, Key::Arguments).len();
        self.tree.key(id) == Key::Callee && self.is_call(id) && self.is_call(parent) && outer > 0 && inner > outer
    }

    /// Whether an argument may open on the line of the parenthesis and close on that of the other.
    fn could_hug(&self, id: NodeId, chain: bool) -> bool {
        let filled = |key| self.child(id, key).is_some() || self.comments.any(id);
        match self.kind(id) {
            Kind::Object => filled(Key::Properties),
            Kind::Array => filled(Key::Elements),
            Kind::As | Kind::TypeAssertion => self.child(id, Key::Expression).is_some_and(|e| self.could_hug(e, false)),
            Kind::Function => true,
            Kind::Arrow => {
                let Some(body) = self.child(id, Key::Body) else { return false };
                match self.kind(body) {
                    Kind::Block | Kind::Object | Kind::Array => true,
                    Kind::Arrow => self.could_hug(body, true),
                    Kind::Conditional => !chain,
                    _ => !chain && self.is_call(self.without_non_null(body)),
                }
            }
            _ => false,
        }
    }

    fn hugs_last(&self, arguments: &[NodeId]) -> bool {
        let Some((last, others)) = arguments.split_last() else { return false };
        let before = others.last();
        !self.comments.has(*last, Role::Leading)
            && !self.comments.has(*last, Role::Trailing)
            && self.could_hug(*last, false)
            && before.is_none_or(|b| self.kind(*b) != self.kind(*last) || self.differ_in_operator(*b, *last))
            && !(arguments.len() == 2 && self.kind(arguments[0]) == Kind::Arrow && self.kind(*last) == Kind::Array)
            && !(arguments.len() > 1 && self.is_number_array(*last))
    }

    /// `as` and `satisfies` are one kind here and two in ESTree.
    fn differ_in_operator(&self, a: NodeId, b: NodeId) -> bool {
        self.kind(a) == Kind::As && self.tree.op(a) != self.tree.op(b)
    }

    fn hugs_first(&self, arguments: &[NodeId]) -> bool {
        let [first, second] = arguments else { return false };
        let block = |f: NodeId| self.child(f, Key::Body).is_some_and(|b| self.kind(b) == Kind::Block);
        let function = self.kind(*first) == Kind::Function || (self.kind(*first) == Kind::Arrow && block(*first));
        !self.comments.any(*first)
            && function
            && !self.tree.is(*second, &[Kind::Function, Kind::Arrow, Kind::Conditional])
            && self.is_hopefully_short(*second)
            && !self.could_hug(*second, false)
    }

    fn is_hopefully_short(&self, id: NodeId) -> bool {
        match self.kind(id) {
            Kind::As => {
                let ty = self.child(id, Key::TypeAnnotation);
                let plain = ty.is_none_or(|t| self.is_simple_type(t));
                plain && self.child(id, Key::Expression).is_some_and(|e| self.is_simple_argument(e, 1))
            }
            Kind::Binary | Kind::Logical => {
                let side = |key| self.child(id, key).is_some_and(|s| self.is_simple_argument(s, 1));
                side(Key::Left) && side(Key::Right)
            }
            Kind::Call | Kind::New if self.list(id, Key::Arguments).len() > 1 => false,
            _ => self.is_simple_argument(id, 2),
        }
    }
}
