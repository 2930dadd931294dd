//! What documents and programs say of the account, region and partition that they are deployed to. Invariant: a text is
//! told only where all that speaks of it agrees, or where it is asked of the provider itself.

use swc_ecma_ast::{CallExpr, Expr};

use super::{Content, DocNode, Document, Template, TemplatePiece};
use crate::model::calls::peel;
use crate::model::eval::method_call;
use crate::model::index::Origin;
use crate::model::lookup::Lookup;
use crate::model::modules::BindingId;
use crate::model::object::Property;
use crate::model::resource::Resource;
use crate::model::tree::Node;
use crate::model::value::{Entity, Site, Value};
use crate::model::{FileId, Model, NodeId};

/// Something of the deployment that arns spell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeploymentPart {
    /// The number of the account.
    Account,
    /// The region.
    Region,
    /// `aws`, `aws-cn`, `aws-us-gov`.
    Partition,
}

/// How code in scope says a part of the deployment.
#[derive(Clone, Debug, PartialEq)]
pub struct DeploymentName<'p> {
    /// The code: `identity.accountId`.
    pub code: String,
    /// Whether it is an Output or a promise.
    pub is_output: bool,
    /// Whether it may have no `apply`: a promise has none, and an `Input` is not always an Output.
    pub may_lack_apply: bool,
    /// The call that asked a provider for it.
    pub asked: Option<Site<'p, CallExpr>>,
}

impl DeploymentName<'_> {
    /// A name that nothing asked a provider for; what may be an Output may be an `Input`.
    pub fn of(code: impl Into<String>, is_output: bool) -> Self {
        Self { code: code.into(), is_output, may_lack_apply: is_output, asked: None }
    }

    /// Code that surely gives an Output.
    pub fn output(code: impl Into<String>) -> Self {
        Self { code: code.into(), is_output: true, may_lack_apply: false, asked: None }
    }
}

impl DeploymentPart {
    /// The provider's function that gives it, without `Output`.
    pub fn function(self) -> &'static str {
        match self {
            DeploymentPart::Account => "getCallerIdentity",
            DeploymentPart::Region => "getRegion",
            DeploymentPart::Partition => "getPartition",
        }
    }

    /// What the function's result is called as a variable.
    pub fn variable(self) -> &'static str {
        match self {
            DeploymentPart::Account => "identity",
            DeploymentPart::Region => "region",
            DeploymentPart::Partition => "partition",
        }
    }

    /// The properties of the function's result that are it.
    fn results(self) -> &'static [&'static str] {
        match self {
            DeploymentPart::Account => &["accountId", "id"],
            DeploymentPart::Region => &["name", "region", "id"],
            DeploymentPart::Partition => &["partition", "id"],
        }
    }

    fn field(self) -> usize {
        match self {
            DeploymentPart::Partition => 1,
            DeploymentPart::Region => 3,
            DeploymentPart::Account => 4,
        }
    }
}

impl<'p> Model<'p> {
    /// How a document says a part of the deployment already, in a text whose names mean the same at `node`: in its arns,
    /// and for the region in names of services. `None` where it does not, or says several.
    pub fn told_in(
        &self,
        document: &Document<'p>,
        part: DeploymentPart,
        (file, node): (FileId, NodeId),
    ) -> Option<Template<'p>> {
        let mut texts = Vec::new();
        self.collect_texts(&document.root, &mut texts);
        let found = texts.iter().filter_map(|text| said(text, part)).filter(|found| self.can_read(found, file, node));
        let mut found: Vec<Template<'p>> = found.collect();
        if let Some(asked) = found.iter().find(|found| self.is_asked(found, part)) {
            return Some(asked.clone());
        }
        if found.iter().any(|found| found.known().is_none()) {
            found.retain(|found| found.known().is_none());
        }
        let first = found.first()?;
        let agree = found.iter().all(|other| self.spelled_alike(first, other));
        agree.then(|| first.clone())
    }

    /// Whether what a name says is so for a resource too: it was asked with the same provider.
    pub fn is_said_for(&self, name: &DeploymentName<'p>, resource: &Resource<'p>) -> bool {
        let Some(call) = name.asked else { return true };
        let provider = |found: Lookup<Property<'p>>| found.found().map(|found| self.property_value(&found).resource());
        let own = provider(self.option(resource, "provider"));
        let asked = match self.call_argument(call, 1) {
            Some(options) => provider(self.property(&options, "provider")),
            None => None,
        };
        match (own, asked) {
            (Some(Some(own)), Some(Some(asked))) => own == asked,
            // A lone provider stands beside the default one, which people give the same region.
            (Some(_), None) | (None, Some(_)) => self.resources_of("aws.Provider").count() <= 1,
            _ => true,
        }
    }

    fn spelled_alike(&self, one: &Template<'p>, other: &Template<'p>) -> bool {
        let text = |template: &Template<'p>| -> String {
            let piece = |piece: &TemplatePiece<'p>| match piece {
                TemplatePiece::Text(text) | TemplatePiece::New(text) => text.clone(),
                TemplatePiece::Code(site) => self.text(site.file, crate::source::TextRange::of(site.node)).to_string(),
            };
            template.pieces.iter().map(piece).collect()
        };
        text(one) == text(other)
    }

    fn collect_texts(&self, node: &DocNode<'p>, out: &mut Vec<Template<'p>>) {
        match &node.content {
            Content::Text(_) => out.extend(self.template_of(node)),
            Content::Object(object) => object.members.iter().for_each(|m| self.collect_texts(&m.value, out)),
            Content::List(list) => list.items.iter().for_each(|item| self.collect_texts(&item.value, out)),
            Content::AnyOf(choices) => choices.iter().for_each(|choice| self.collect_texts(choice, out)),
            _ => {}
        }
    }

    /// Whether a text is what the provider itself says.
    fn is_asked(&self, template: &Template<'p>, part: DeploymentPart) -> bool {
        let [TemplatePiece::Code(site)] = template.pieces.as_slice() else { return false };
        matches!(self.value(site.file, site.node), Value::Entity(Entity::Call(symbol, _), path)
            if is_function(&symbol, part) && path.len() == 1)
    }

    /// A name in scope at `node` that is a part of the deployment: what a function of the provider gives, or a variable
    /// that is called `region`. Names that hold plain text come first.
    pub fn deployment_name(&self, part: DeploymentPart, file: FileId, node: NodeId) -> Option<DeploymentName<'p>> {
        let index = self.index(file);
        let scopes = std::iter::successors(Some(index.entry(node).scope), |scope| index.scope(*scope).parent);
        let start = index.entry(node).range.start;
        let mut found: Vec<DeploymentName<'p>> = Vec::new();
        for scope in scopes {
            for (local, binding) in index.bindings().filter(|(_, b)| b.scope == scope && !b.origin.is_type()) {
                if binding.ident.start < start && index.lookup(&binding.name, index.entry(node).scope) == Some(local) {
                    found.extend(self.names_part(part, BindingId { file, local }));
                }
            }
        }
        found.into_iter().min_by_key(|name| name.is_output)
    }

    fn names_part(&self, part: DeploymentPart, id: BindingId) -> Option<DeploymentName<'p>> {
        let name = &self.binding(id).name;
        match self.binding_value(id) {
            Value::Entity(Entity::Call(symbol, call), path) if is_function(&symbol, part) => {
                let asked = Some(call);
                let how = self.how_held(id, 8);
                let is_output = how != Held::Plain;
                let is_handed_in = matches!(self.binding(id).origin, Origin::Parameter { .. });
                let may_lack_apply = how == Held::Promise || is_handed_in && is_output;
                match &*path {
                    [] => {
                        let result = self.result_name(part);
                        let code = match how {
                            Held::Promise => format!("{name}.then(it => it.{result})"),
                            _ => format!("{name}.{result}"),
                        };
                        Some(DeploymentName { code, is_output, may_lack_apply, asked })
                    }
                    [result] if part.results().contains(&result.as_str()) => {
                        Some(DeploymentName { code: name.clone(), is_output, may_lack_apply, asked })
                    }
                    _ => None,
                }
            }
            value if part == DeploymentPart::Region && ["region", "awsRegion", "currentRegion"].contains(&&**name) => {
                let is_text = |value: &Value<'p>| matches!(value, Value::Str(_));
                let is_plain = value.choices().iter().any(is_text) || self.how_held(id, 8) == Held::Plain;
                let is_other = matches!(value, Value::Entity(Entity::Resource(_) | Entity::Instance(..), _));
                (!is_other).then(|| DeploymentName::of(name, !is_plain))
            }
            _ => None,
        }
    }

    /// The property of the function's result that the program's provider has.
    pub fn result_name(&self, part: DeploymentPart) -> &'static str {
        let major = self.program().package.as_ref().and_then(|package| package.aws_major);
        match (part, major) {
            (DeploymentPart::Region, Some(major)) if major >= 7 => "region",
            (DeploymentPart::Region, Some(_)) => "name",
            (DeploymentPart::Region, None) => "id",
            (DeploymentPart::Account, _) => "accountId",
            (DeploymentPart::Partition, _) => "partition",
        }
    }

    /// How what a name holds is there: at once, as a promise of the provider's result, or as an Output.
    fn how_held(&self, id: BindingId, depth: usize) -> Held {
        let binding = self.binding(id);
        match &binding.origin {
            Origin::Parameter { function, .. } => {
                let index = self.index(id.file);
                let call = index.function(*function).and_then(|own| index.ancestors(own).nth(1));
                let is_callback = call.is_some_and(|(_, entry)| match entry.node {
                    Node::Expr(Expr::Call(call)) => call
                        .callee
                        .as_expr()
                        .and_then(|callee| method_call(callee))
                        .is_some_and(|(_, name)| name == "apply" || name == "then"),
                    _ => false,
                });
                if is_callback { Held::Plain } else { Held::Output }
            }
            Origin::Variable { declarator, .. } => match declarator.init.as_deref() {
                Some(init) => self.how_given(id.file, init, depth),
                None => Held::Output,
            },
            _ => Held::Output,
        }
    }

    /// Whether what an expression gives is there at once: a literal, or what a function of the provider gave that was
    /// waited for.
    pub(in crate::model) fn is_at_hand(&self, file: FileId, expr: &'p Expr) -> bool {
        self.how_given(file, expr, 8) == Held::Plain
    }

    fn how_given(&self, file: FileId, expr: &'p Expr, depth: usize) -> Held {
        let Some(depth) = depth.checked_sub(1) else { return Held::Output };
        match peel(expr) {
            Expr::Await(_) | Expr::Lit(_) => Held::Plain,
            Expr::Member(member) => match self.how_given(file, &member.obj, depth) {
                Held::Plain => Held::Plain,
                _ => Held::Output,
            },
            Expr::Ident(ident) => match self.index(file).target(ident) {
                Some(local) => self.how_held(BindingId { file, local }, depth),
                None => Held::Output,
            },
            // What `then` gives is a promise again.
            Expr::Call(call) if matches!(call.callee.as_expr().and_then(|c| method_call(c)), Some((_, "then"))) => {
                Held::Promise
            }
            Expr::Call(call) => match call.callee.as_expr().map(|callee| self.value(file, callee)) {
                Some(Value::Symbol(symbol))
                    if symbol.package() == "@pulumi/aws"
                        && symbol.path().last().is_some_and(|name| !name.ends_with("Output")) =>
                {
                    Held::Promise
                }
                _ => Held::Output,
            },
            _ => Held::Output,
        }
    }
}

/// How a value is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Plain,
    Promise,
    Output,
}

fn is_function(symbol: &crate::model::Symbol, part: DeploymentPart) -> bool {
    let name = part.function();
    symbol.is(&format!("aws.{name}")) || symbol.is(&format!("aws.{name}Output"))
}

/// A part of the deployment as a text says it: a field of an arn, the region in the name of a service.
fn said<'p>(text: &Template<'p>, part: DeploymentPart) -> Option<Template<'p>> {
    let fields = text.split(':');
    if fields.first().and_then(Template::known) == Some("arn") && fields.len() >= 6 {
        let field = fields.get(part.field())?;
        let is_one = match field.known() {
            Some(text) => !text.is_empty() && !text.contains(['*', '?', '/']),
            None => field.pieces.len() == 1,
        };
        // Managed policies, and identities of services, belong to accounts of their own.
        let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let is_account = part != DeploymentPart::Account || field.known().is_none_or(is_number);
        return (is_one && is_account).then(|| field.clone());
    }
    let names = text.split('.');
    let is_service = names.iter().any(|name| name.known() == Some("amazonaws"));
    match names.get(1) {
        Some(region) if part == DeploymentPart::Region && is_service && names.len() >= 4 => match region.known() {
            Some(text) => text.contains('-').then(|| region.clone()),
            None => (region.pieces.len() == 1).then(|| region.clone()),
        },
        _ => None,
    }
}
