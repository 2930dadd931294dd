//! Imports, exports and the declarations that are neither function nor class.

use super::{Key, Kind, Layouter, NodeId, flag};
use crate::print::doc::{Doc, LINE, NIL, docs, group, indent, join};
use crate::source::style::TrailingComma;

impl Layouter<'_> {
    pub(super) fn declaration(&self, id: NodeId) -> Option<Doc> {
        let semicolon = self.semicolon();
        let word = |flag: u32, word: &'static str| if self.has(id, flag) { word } else { "" };
        Some(match self.kind(id) {
            Kind::Import => {
                let phase = self.tree.op(id);
                docs![
                    "import",
                    if phase.is_empty() { "" } else { " " },
                    phase,
                    word(flag::TYPE_ONLY, " type"),
                    self.specifiers(id),
                    self.source_clause(id),
                    semicolon,
                ]
            }
            Kind::ExportNamed => match self.child(id, Key::Declaration) {
                Some(declaration) => docs!["export ", self.print(declaration)],
                None => docs![
                    "export",
                    word(flag::TYPE_ONLY, " type"),
                    self.specifiers(id),
                    self.source_clause(id),
                    semicolon
                ],
            },
            Kind::ExportAll => {
                docs!["export", word(flag::TYPE_ONLY, " type"), " *", self.source_clause(id), semicolon]
            }
            Kind::ExportDefault => {
                let declaration = self.child(id, Key::Declaration)?;
                let bare = self
                    .tree
                    .is(declaration, &[Kind::FunctionDeclaration, Kind::ClassDeclaration, Kind::Interface, Kind::Enum]);
                docs!["export default ", self.print(declaration), if bare { "" } else { semicolon }]
            }
            Kind::ImportSpecifier | Kind::ExportSpecifier => {
                let (from, to) = if self.kind(id) == Kind::ImportSpecifier {
                    (self.child(id, Key::Imported), self.child(id, Key::Local))
                } else {
                    (self.child(id, Key::Local), self.child(id, Key::Exported))
                };
                let both = from.is_some() && to.is_some();
                docs![
                    word(flag::TYPE_ONLY, "type "),
                    from.map_or(NIL, |f| self.print(f)),
                    if both { " as " } else { "" },
                    to.map_or(NIL, |t| self.print(t)),
                ]
            }
            Kind::ImportDefault => self.part(id, Key::Local),
            Kind::ImportNamespace => docs!["* as ", self.part(id, Key::Local)],
            _ => return self.other_declaration(id),
        })
    }

    fn other_declaration(&self, id: NodeId) -> Option<Doc> {
        let semicolon = self.semicolon();
        let word = |flag: u32, word: &'static str| if self.has(id, flag) { word } else { "" };
        Some(match self.kind(id) {
            Kind::ImportEquals => docs![
                word(flag::EXPORT, "export "),
                "import ",
                word(flag::TYPE_ONLY, "type "),
                self.part(id, Key::Id),
                " = ",
                self.part(id, Key::Source),
                semicolon,
            ],
            Kind::ExternalModule => docs!["require(", self.part(id, Key::Expression), ")"],
            Kind::ExportAssignment => docs!["export = ", self.part(id, Key::Expression), semicolon],
            Kind::NamespaceExport => docs!["export as namespace ", self.part(id, Key::Id), semicolon],
            Kind::TypeAlias => {
                let left = docs![
                    word(flag::DECLARE, "declare "),
                    "type ",
                    self.part(id, Key::Id),
                    self.part(id, Key::TypeParameters),
                ];
                docs![self.assignment(id, left, " =", Key::TypeAnnotation), semicolon]
            }
            Kind::Enum => docs![
                word(flag::DECLARE, "declare "),
                word(flag::CONST, "const "),
                "enum ",
                self.part(id, Key::Id),
                " ",
                self.object(id),
            ],
            Kind::EnumMember => {
                let init = self.child(id, Key::Init).map_or(NIL, |i| docs![" = ", self.print(i)]);
                docs![self.property_key(id), init]
            }
            Kind::TsModule => {
                let op = self.tree.op(id);
                docs![
                    word(flag::DECLARE, "declare "),
                    op,
                    if op.is_empty() { "" } else { " " },
                    self.part(id, Key::Id),
                    " ",
                    group(self.part(id, Key::Body)),
                ]
            }
            Kind::ClassBody | Kind::InterfaceBody => self.member_body(id),
            Kind::ClassMethod | Kind::ClassProperty => self.class_member(id),
            Kind::ParameterProperty => self.parameter_property(id),
            Kind::Heritage => docs![self.part(id, Key::Expression), self.part(id, Key::TypeArguments)],
            _ => return None,
        })
    }

    fn specifiers(&self, id: NodeId) -> Doc {
        let all = self.list(id, Key::Specifiers);
        let text = self.tree.source(id);
        if all.is_empty() {
            let names = self.kind(id) != Kind::Import || text.contains('{');
            return if names { " {}".into() } else { NIL };
        }
        let named = |s: &NodeId| self.tree.is(*s, &[Kind::ImportSpecifier, Kind::ExportSpecifier]);
        let standalone: Vec<Doc> = all.iter().filter(|s| !named(s)).map(|s| self.print(*s)).collect();
        let grouped: Vec<Doc> = all.iter().filter(|s| named(s)).map(|s| self.print(*s)).collect();
        let mut out = vec![" ".into(), join(&", ".into(), standalone.clone())];
        if !grouped.is_empty() {
            if !standalone.is_empty() {
                out.push(", ".into());
            }
            let commented = all.iter().any(|s| self.comments.any(*s));
            let line = self.brace_line();
            if grouped.len() > 1 || !standalone.is_empty() || commented {
                let list = join(&docs![",", LINE], grouped);
                let comma = self.trailing_comma(TrailingComma::Es5);
                out.push(group(docs!["{", indent(docs![line.clone(), list]), comma, line, "}"]));
            } else {
                let space = if self.style.bracket_spacing { " " } else { "" };
                out.push(docs!["{", space, grouped, space, "}"]);
            }
        }
        out.into()
    }

    fn source_clause(&self, id: NodeId) -> Doc {
        let Some(source) = self.child(id, Key::Source) else { return NIL };
        let head = self.tree.slice(crate::source::TextRange::new(self.start(id), self.start(source)));
        let from = head.trim_end().ends_with("from");
        docs![if from { " from " } else { " " }, self.print(source), self.import_attributes(id, source)]
    }

    fn import_attributes(&self, id: NodeId, source: NodeId) -> Doc {
        let attributes = self.list(id, Key::Attributes);
        if attributes.is_empty() {
            return NIL;
        }
        let tail = self.tree.slice(crate::source::TextRange::new(self.end(source), self.end(id)));
        let word = if tail.trim_start().starts_with("assert") { " assert " } else { " with " };
        let list = join(&", ".into(), attributes.iter().map(|a| self.print(*a)).collect());
        let space = if self.style.bracket_spacing { " " } else { "" };
        docs![word, "{", space, list, space, "}"]
    }
}
