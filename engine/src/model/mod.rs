//! What a program means. Invariant: every look-up has three answers (found, absent, unknown with the reason), and
//! unknown is never taken for absent.

mod arn;
mod calls;
mod class;
mod config;
mod deployment;
mod document;
mod eval;
pub mod facts;
mod image;
mod index;
mod jsx;
mod launch;
mod listing;
mod literal;
mod lookup;
mod modules;
mod nature;
mod network;
mod object;
mod policy;
mod program;
mod resource;
mod same;
#[cfg(test)]
mod same_tests;
mod script;
mod sdk;
mod spelling;
mod stacks;
#[cfg(test)]
mod stacks_tests;
mod styles;
mod symbol;
#[cfg(test)]
mod tests;
mod text;
mod trace;
mod tree;
mod types;
mod value;
mod written;
#[cfg(test)]
mod written_tests;

use std::cell::{OnceCell, RefCell};

use rustc_hash::FxHashMap;

use crate::source::{Files, SourceFile, Style, TextRange};
use calls::Importers;
use styles::FileStyles;

pub use arn::Arn;
pub use calls::{CallSite, Reference, peel};
pub(crate) use config::ConfigDefault;
pub use document::{
    Applied, Content, DeploymentName, DeploymentPart, DocList, DocNode, DocObject, DocPlace, Document, Form, Item,
    Member, Template, TemplatePiece,
};
pub use image::{Image, ImageLookup, ImageNames, NameForm};
pub(crate) use index::property_name;
pub use index::{Binding, Entry, FileIndex, Imported, LocalId, NodeId, Origin, Scope, ScopeId, ScopeKind, Step, Use};
pub use jsx::JsxComment;
pub use listing::{LineStart, ListedLine, Listing, Listings, Side};
pub use literal::Literal;
pub use lookup::Lookup;
pub use modules::{BindingId, Export, Exports, pattern_names};
pub use nature::{Nature, Typed};
pub(crate) use network::words_of;
pub use network::{
    Associated, By, Endpoint, EndpointService, EndpointServices, EndpointType, Evidence, Group, Holds, Kind, MainTable,
    Members, NatGateway, Network, Refers, Route, RouteStyle, TableOf, Target, Verdict, VpcRef, Watch, WayOut,
    identified, is_awsx_vpc, vpc_id_property,
};
pub use object::{Property, PropertyValue};
pub use policy::{
    Attached, Condition, Conditions, IdentityPolicy, Policy, PolicyAt, PolicySpelling, Principal, Principals,
    Statement, Strings, Trust,
};
pub use program::{FileId, Package, Program, ProgramFile, ProgramSpec};
pub(crate) use program::{Sets, StackFiles, is_source, relative};
pub use resource::{Args, Bound, Resource, ResourceId};
pub(crate) use resource::{is_callback, is_loop};
pub use same::Same;
pub use script::Text;
pub use stacks::{Stack, StackKind, StackPlace};
pub use symbol::Symbol;
pub use text::{Piece, TextPart};
pub use trace::{ANY, End, Hop, Referred, Source, Spot, Trace, Uses};
pub use tree::{Function, NameUse, Node, Parameter, Walk, walk};
pub use types::{TypeField, TypeFields};
pub use value::{Entity, List, Site, Value};
pub use written::{Element, ElementOf, Written};

type MemberKey = (FileId, usize, String, bool);

/// A program and what is known of its meaning. Borrows the program's trees; built anew for each pass.
#[derive(Debug)]
pub struct Model<'p> {
    program: &'p Program,
    styles: FileStyles<'p>,
    sketch: bool,
    /// Whether what tests give to functions of the program counts.
    blind: bool,
    indexes: Vec<FileIndex<'p>>,
    exports: Vec<Exports<'p>>,
    importers: Importers,
    namespaces: FxHashMap<FileId, Vec<BindingId>>,
    resources: Vec<Resource<'p>>,
    resource_by_new: FxHashMap<(FileId, usize), ResourceId>,
    values: RefCell<FxHashMap<(FileId, usize), Value<'p>>>,
    binding_values: RefCell<FxHashMap<BindingId, Value<'p>>>,
    members: RefCell<FxHashMap<MemberKey, Value<'p>>>,
    network: OnceCell<Network>,
}

impl<'p> Model<'p> {
    /// Builds what every look-up needs: scopes, exports, resources. Values are followed when they are asked for.
    ///
    /// Files are written as they and their neighbours show; configuration of formatters is not looked for.
    pub fn new(program: &'p Program) -> Self {
        Self::styled(program, FileStyles::new(program, None))
    }

    /// The model of a program whose files are written as configuration, read from `files`, and their texts say.
    pub fn with_files(program: &'p Program, files: &'p dyn Files) -> Self {
        Self::styled(program, FileStyles::new(program, Some(files)))
    }

    /// A model for those who only want to know what there is to change: changes made with it are sketches, whose text
    /// nobody has laid out and which nobody may apply.
    pub fn sketch(program: &'p Program) -> Self {
        Self { sketch: true, ..Self::with_style(program, |_| Style::default()) }
    }

    /// The model of the same program for which parameters are what the program itself gives for them, where it does, and
    /// not what its tests give.
    pub fn without_tests(&self) -> Self {
        Self { blind: true, ..Self::with_style(self.program, |_| Style::default()) }
    }

    /// The model of a program whose files are written as `style` says.
    pub(crate) fn with_style(program: &'p Program, style: impl Fn(&'p SourceFile) -> Style + 'p) -> Self {
        Self::styled(program, FileStyles::with(program, style))
    }

    fn styled(program: &'p Program, styles: FileStyles<'p>) -> Self {
        let index = |file: &'p ProgramFile| {
            let whole = TextRange::new(0, file.source.text().len() as u32);
            FileIndex::new(file.source.module(), whole)
        };
        let indexes: Vec<_> = program.files.iter().map(index).collect();
        let exports = program.files.iter().zip(&indexes).map(|(f, index)| Exports::of(f.source.module(), index));
        let mut model = Self {
            program,
            styles,
            sketch: false,
            blind: false,
            exports: exports.collect(),
            indexes,
            importers: Importers::default(),
            namespaces: FxHashMap::default(),
            resources: Vec::new(),
            resource_by_new: FxHashMap::default(),
            values: RefCell::default(),
            binding_values: RefCell::default(),
            members: RefCell::default(),
            network: OnceCell::new(),
        };
        (model.importers, model.namespaces) = model.find_importers();
        model.find_resources();
        model
    }

    /// The program.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// A file of the program.
    pub fn file(&self, id: FileId) -> &'p ProgramFile {
        &self.program.files[id.0 as usize]
    }

    /// How a file is written.
    pub fn style(&self, id: FileId) -> &Style {
        self.styles.of(id)
    }

    /// Whether changes made with it are sketches.
    pub(crate) fn is_sketch(&self) -> bool {
        self.sketch
    }

    /// All files.
    pub fn file_ids(&self) -> impl Iterator<Item = FileId> + use<'p> {
        (0..self.program.files.len() as u32).map(FileId)
    }

    /// Tree, scopes and bindings of a file.
    #[expect(clippy::should_implement_trait, reason = "it is the index of a file, not what `[]` would give")]
    pub fn index(&self, id: FileId) -> &FileIndex<'p> {
        &self.indexes[id.0 as usize]
    }

    /// What a file exports.
    pub fn exports(&self, id: FileId) -> &Exports<'p> {
        &self.exports[id.0 as usize]
    }

    /// A declared name.
    pub fn binding(&self, id: BindingId) -> &Binding<'p> {
        self.index(id.file).binding(id.local)
    }

    /// The text of a node.
    pub fn text(&self, file: FileId, range: TextRange) -> &'p str {
        self.file(file).source.slice(range)
    }

    /// The file of the program that `source`, written in `file`, names.
    pub fn resolve_module(&self, file: FileId, source: &str) -> Option<FileId> {
        let path = self.program.resolve(self.file(file).source.path(), source)?;
        self.program.id_of(&path)
    }

    /// The export `name` of `file`, `export *` followed, with the file that it stands in.
    pub fn export(&self, file: FileId, name: &str) -> Option<(FileId, Export<'p>)> {
        let mut seen = vec![file];
        let mut next = 0;
        while let Some(at) = seen.get(next).copied() {
            next += 1;
            let exports = self.exports(at);
            if let Some(export) = exports.names.get(name) {
                return Some((at, export.clone()));
            }
            for source in &exports.stars {
                if let Some(module) = self.resolve_module(at, source)
                    && !seen.contains(&module)
                {
                    seen.push(module);
                }
            }
        }
        None
    }

    /// Drops every value that was followed.
    fn forget(&mut self) {
        self.values.borrow_mut().clear();
        self.binding_values.borrow_mut().clear();
        self.members.borrow_mut().clear();
    }
}
