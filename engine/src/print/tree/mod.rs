//! One shape for every node of a syntax tree. Invariant: a tree has the order, the places and the meaning of the text
//! it was made from, and no redundant parentheses.
//!
//! `swc` gives each construct a type of its own. Layout asks questions that cross all of them: which node encloses a
//! comment, which stands before and after it, under which name does this node hang from its parent, do two texts mean
//! the same. With one shape each of these is a short function.

mod declarations;
mod expressions;
mod patterns;
mod statements;
mod types;

use swc_common::{Span, Spanned};
use swc_ecma_ast::Module;

use crate::source::TextRange;

/// A node's place in its [`Tree`].
pub(crate) type NodeId = u32;

/// What a node is; the names are those of ESTree.
#[allow(missing_docs, reason = "the names are those of ESTree")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Module,
    ExpressionStatement,
    Block,
    Empty,
    Debugger,
    Return,
    Labeled,
    Break,
    Continue,
    If,
    Switch,
    SwitchCase,
    Throw,
    Try,
    CatchClause,
    While,
    DoWhile,
    For,
    ForIn,
    ForOf,
    VariableDeclaration,
    VariableDeclarator,
    FunctionDeclaration,
    ClassDeclaration,
    ClassBody,
    ClassProperty,
    ClassMethod,
    StaticBlock,
    Decorator,
    Interface,
    InterfaceBody,
    Heritage,
    TypeAlias,
    Enum,
    EnumMember,
    TsModule,
    Import,
    ImportSpecifier,
    ImportDefault,
    ImportNamespace,
    ExportNamed,
    ExportSpecifier,
    ExportDefault,
    ExportAll,
    ImportEquals,
    ExternalModule,
    ExportAssignment,
    NamespaceExport,
    Identifier,
    This,
    Super,
    PrivateName,
    String,
    Number,
    BigInt,
    Boolean,
    Null,
    Regex,
    Array,
    Object,
    Property,
    ObjectMethod,
    Spread,
    Function,
    Arrow,
    Class,
    Unary,
    Update,
    Binary,
    Logical,
    Assignment,
    Member,
    Call,
    New,
    ImportKeyword,
    Sequence,
    Template,
    TemplateElement,
    TaggedTemplate,
    Conditional,
    Yield,
    Await,
    MetaProperty,
    TypeAssertion,
    As,
    NonNull,
    Instantiation,
    Hole,
    ArrayPattern,
    ObjectPattern,
    AssignmentPattern,
    Rest,
    ParameterProperty,
    Keyword,
    TypeRef,
    QualifiedName,
    TypeQuery,
    TypeLiteral,
    ArrayType,
    TupleType,
    NamedTupleMember,
    OptionalType,
    RestType,
    Union,
    Intersection,
    ConditionalType,
    Infer,
    TypeOperator,
    IndexedAccess,
    MappedType,
    TypePredicate,
    ImportType,
    FunctionType,
    ConstructorType,
    TypeParameters,
    TypeParameter,
    TypeArguments,
    PropertySignature,
    MethodSignature,
    CallSignature,
    ConstructSignature,
    IndexSignature,
    Verbatim,
}

/// Under which name a node hangs from its parent.
#[allow(missing_docs, clippy::enum_variant_names, reason = "the names are those of ESTree")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Root,
    Body,
    Expression,
    Argument,
    Label,
    Test,
    Consequent,
    Alternate,
    Discriminant,
    Cases,
    Block,
    Handler,
    Finalizer,
    Param,
    Init,
    Update,
    Left,
    Right,
    Declarations,
    Id,
    Params,
    TypeParameters,
    ReturnType,
    SuperClass,
    SuperTypeArguments,
    Implements,
    Extends,
    Members,
    Decorators,
    Key,
    Value,
    Specifiers,
    Source,
    Attributes,
    Declaration,
    Imported,
    Local,
    Exported,
    Elements,
    Properties,
    Object,
    Property,
    Callee,
    Arguments,
    TypeArguments,
    Expressions,
    Quasis,
    Tag,
    Quasi,
    TypeAnnotation,
    TypeName,
    ElementType,
    Types,
    CheckType,
    ExtendsType,
    TrueType,
    FalseType,
    ObjectType,
    IndexType,
    NameType,
    Constraint,
    Default,
    Qualifier,
}

/// Single facts about a node.
#[allow(missing_docs, reason = "each is the word or sign that it stands for")]
pub(crate) mod flag {
    pub(crate) const COMPUTED: u32 = 1;
    pub(crate) const OPTIONAL: u32 = 1 << 1;
    pub(crate) const ASYNC: u32 = 1 << 2;
    pub(crate) const GENERATOR: u32 = 1 << 3;
    pub(crate) const STATIC: u32 = 1 << 4;
    pub(crate) const READONLY: u32 = 1 << 5;
    pub(crate) const ABSTRACT: u32 = 1 << 6;
    pub(crate) const OVERRIDE: u32 = 1 << 7;
    pub(crate) const DECLARE: u32 = 1 << 8;
    pub(crate) const SHORTHAND: u32 = 1 << 9;
    pub(crate) const TYPE_ONLY: u32 = 1 << 10;
    pub(crate) const DEFINITE: u32 = 1 << 11;
    pub(crate) const AWAIT: u32 = 1 << 12;
    pub(crate) const PREFIX: u32 = 1 << 13;
    pub(crate) const CONST: u32 = 1 << 14;
    pub(crate) const IN: u32 = 1 << 15;
    pub(crate) const OUT: u32 = 1 << 16;
    pub(crate) const EXPORT: u32 = 1 << 17;
    /// Part of an optional chain that goes on above it.
    pub(crate) const CHAIN: u32 = 1 << 18;
    pub(crate) const DIRECTIVE: u32 = 1 << 19;
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) range: TextRange,
    pub(crate) parent: NodeId,
    pub(crate) key: Key,
    /// Operator, keyword, accessibility or kind of declaration.
    pub(crate) op: &'static str,
    pub(crate) flags: u32,
    pub(crate) children: Vec<(Key, NodeId)>,
}

/// A syntax tree over one text. The root is node 0.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) text: &'a str,
    pub(crate) nodes: Vec<Node>,
}

impl<'a> Tree<'a> {
    /// The tree of a whole module.
    pub(crate) fn of(module: &Module, text: &'a str) -> Self {
        let mut tree = Tree { text, nodes: Vec::new() };
        let root = tree.add(Kind::Module, module.span);
        tree.nodes[root as usize].range = TextRange::new(0, text.len() as u32);
        for item in &module.body {
            let child = tree.module_item(item);
            tree.link(root, Key::Body, child);
        }
        tree.mark_directives(root);
        tree.settle_semicolons();
        tree
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    pub(crate) fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }

    pub(crate) fn is(&self, id: NodeId, kinds: &[Kind]) -> bool {
        kinds.contains(&self.kind(id))
    }

    pub(crate) fn range(&self, id: NodeId) -> TextRange {
        self.node(id).range
    }

    pub(crate) fn has(&self, id: NodeId, flag: u32) -> bool {
        self.node(id).flags & flag != 0
    }

    pub(crate) fn op(&self, id: NodeId) -> &'static str {
        self.node(id).op
    }

    pub(crate) fn key(&self, id: NodeId) -> Key {
        self.node(id).key
    }

    /// The parent; the root is its own.
    pub(crate) fn parent(&self, id: NodeId) -> NodeId {
        self.node(id).parent
    }

    /// How many nodes enclose it.
    pub(crate) fn depth(&self, id: NodeId) -> usize {
        let (mut here, mut depth) = (id, 0);
        while here != 0 && self.parent(here) != here {
            here = self.parent(here);
            depth += 1;
        }
        depth
    }

    pub(crate) fn child(&self, id: NodeId, key: Key) -> Option<NodeId> {
        self.node(id).children.iter().find(|(k, _)| *k == key).map(|(_, c)| *c)
    }

    pub(crate) fn list(&self, id: NodeId, key: Key) -> Vec<NodeId> {
        self.node(id).children.iter().filter(|(k, _)| *k == key).map(|(_, c)| *c).collect()
    }

    pub(crate) fn slice(&self, range: TextRange) -> &'a str {
        self.text.get(range.as_usize()).unwrap_or("")
    }

    /// The ranges of all nodes of one kind within `range`.
    pub(crate) fn ranges_of(&self, kind: Kind, range: TextRange, out: &mut Vec<TextRange>) {
        out.extend(self.nodes.iter().filter(|n| n.kind == kind && range.contains(n.range)).map(|n| n.range));
    }

    /// The node's own text.
    pub(crate) fn source(&self, id: NodeId) -> &'a str {
        self.slice(self.range(id))
    }

    /// An identifier's name, without what may follow it in its range.
    pub(crate) fn name(&self, id: NodeId) -> &'a str {
        let text = self.source(id);
        let end = text.find(|c: char| {
            !(c.is_alphanumeric() || matches!(c, '_' | '$' | '#' | '\\' | '{' | '}' | '\u{200c}' | '\u{200d}'))
        });
        &text[..end.unwrap_or(text.len())]
    }

    /// Whether the two nodes mean the same, whatever their layout, parentheses, quotes, empty statements and comments.
    pub(crate) fn same(&self, a: NodeId, other: &Tree<'_>, b: NodeId) -> bool {
        let (x, y) = (self.node(a), other.node(b));
        if x.key == Key::Key && y.key == Key::Key && self.key_name(a).is_some() {
            return self.key_name(a) == other.key_name(b);
        }
        if x.kind != y.kind || x.op != y.op || x.flags != y.flags {
            return false;
        }
        let (mine, theirs) = (self.meaning_children(a), other.meaning_children(b));
        mine.len() == theirs.len()
            && mine.iter().zip(&theirs).all(|((k, c), (l, d))| k == l && self.same(*c, other, *d))
            && (!mine.is_empty() || super::literal::same_token(x.kind, self.source(a), other.source(b)))
    }

    /// The name that a property's key stands for, quoted or not.
    fn key_name(&self, id: NodeId) -> Option<&'a str> {
        match self.kind(id) {
            Kind::Identifier => Some(self.name(id)),
            Kind::String => {
                Some(super::literal::unquoted(self.source(id))).filter(|name| super::literal::is_plain_name(name))
            }
            _ => None,
        }
    }

    fn meaning_children(&self, id: NodeId) -> Vec<(Key, NodeId)> {
        let list = self.node(id).children.iter().copied();
        list.filter(|(key, child)| self.kind(*child) != Kind::Empty || !matches!(key, Key::Body | Key::Members))
            .collect()
    }

    fn add(&mut self, kind: Kind, span: Span) -> NodeId {
        let id = self.nodes.len() as NodeId;
        let range = TextRange::of_span(span);
        self.nodes.push(Node { kind, range, parent: id, key: Key::Root, op: "", flags: 0, children: Vec::new() });
        id
    }

    fn leaf(&mut self, kind: Kind, node: &impl Spanned) -> NodeId {
        self.add(kind, node.span())
    }

    fn link(&mut self, parent: NodeId, key: Key, child: NodeId) {
        let inner = self.nodes[child as usize].range;
        self.nodes[child as usize].parent = parent;
        self.nodes[child as usize].key = key;
        let node = &mut self.nodes[parent as usize];
        node.children.push((key, child));
        node.range = if node.range.end == 0 { inner } else { node.range.cover(inner) };
    }

    fn flag(&mut self, id: NodeId, flag: u32, on: bool) {
        if on {
            self.nodes[id as usize].flags |= flag;
        }
    }

    fn set_op(&mut self, id: NodeId, op: &'static str) {
        self.nodes[id as usize].op = op;
    }

    /// Without semicolons one stands before a statement that would go on from the line above: it belongs to that
    /// statement, although it ends the one before.
    fn settle_semicolons(&mut self) {
        for id in 0..self.nodes.len() {
            let range = self.nodes[id].range;
            let key = self.nodes[id].key;
            if !matches!(key, Key::Body | Key::Consequent) || range.is_empty() {
                continue;
            }
            if let Some(body) = self.slice(range).strip_suffix(';') {
                let kept = body.trim_end();
                if body[kept.len()..].contains('\n') {
                    self.nodes[id].range.end = range.start + kept.len() as u32;
                }
            }
            let before = self.text.get(..range.start as usize).unwrap_or("");
            let leads = before.strip_suffix(';').is_some_and(|t| t.trim_end_matches([' ', '\t']).ends_with('\n'));
            if leads && self.nodes[id].kind == Kind::ExpressionStatement {
                self.nodes[id].range.start -= 1;
            }
        }
    }

    fn mark_directives(&mut self, body: NodeId) {
        for id in self.list(body, Key::Body) {
            let string = self.child(id, Key::Expression).filter(|e| self.kind(*e) == Kind::String);
            if self.kind(id) != Kind::ExpressionStatement || string.is_none() {
                return;
            }
            self.flag(id, flag::DIRECTIVE, true);
        }
    }
}
