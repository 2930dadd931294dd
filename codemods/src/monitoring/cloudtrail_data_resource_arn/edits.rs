//! Taking bad values out, or widening them. Invariant: no list is left empty, and no name without a use.

use std::collections::BTreeSet;

use iacfix_engine::codemod::Declined;
use iacfix_engine::model::{Element, ElementOf, Model, Site, Value};
use iacfix_engine::rewrite::{Gone, Rewrite};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{Expr, ObjectLit};

use super::audits::{Audit, Judged, Owner, objects, place};
use super::verdict::{ANY, NAME, Verdict, texts};

/// Takes the bad values out, and what is left without a value or a purpose.
pub(super) fn remove<'p>(
    model: &Model<'p>,
    rewrite: &mut Rewrite<'_, 'p>,
    group: &[&Audit<'p>],
) -> Result<(), Declined> {
    let mut gone: Vec<Gone> = Vec::new();
    for audit in group {
        if audit.goes() && audit.alone {
            continue;
        }
        if audit.goes() {
            let property = &audit.property;
            let object = property.object.unwrap_or(audit.selector);
            rewrite.remove(object.file, object.node, "dataResources")?;
            gone.push((property.file, property.range));
            continue;
        }
        for entry in &audit.entries {
            if entry.is_bad() {
                gone.push(remove_element(model, rewrite, &entry.element)?);
                continue;
            }
            for value in entry.values.iter().filter(|v| v.verdict == Verdict::Bad) {
                gone.push(remove_element(model, rewrite, &value.element)?);
            }
        }
    }
    remove_selectors(model, rewrite, group, &mut gone)?;
    rewrite.drop_unused(&gone, &[])
}

/// Takes out the selectors that asked for nothing else, and `eventSelectors` where none would be left.
pub(super) fn remove_selectors<'p>(
    model: &Model<'p>,
    rewrite: &mut Rewrite<'_, 'p>,
    group: &[&Audit<'p>],
    gone: &mut Vec<Gone>,
) -> Result<(), Declined> {
    let owners: Vec<&Owner<'p>> =
        group.iter().filter(|audit| audit.goes() && audit.alone).flat_map(|audit| &audit.owners).collect();
    let mut done = BTreeSet::new();
    for owner in &owners {
        let selectors = &owner.selectors;
        let start = |element: &Element<'p>| (element.file, TextRange::of(element.expr).start);
        let of_this = owners.iter().filter(|o| place(&o.selectors) == place(selectors));
        let goes: BTreeSet<_> = of_this.map(|o| start(&o.element)).collect();
        let all = model.property_elements(selectors).iter().all(|element| goes.contains(&start(element)));
        if !all && !matches!(owner.element.of, ElementOf::Whole) {
            if !done.insert(start(&owner.element)) {
                continue;
            }
            let mut others = model.property_elements(selectors);
            others.retain(|element| !goes.contains(&start(element)));
            match records_data_only(model, &owner.element) || others.iter().any(|other| records_all(model, other)) {
                true => gone.push(remove_element(model, rewrite, &owner.element)?),
                // Without it the trail would no longer record the management events that the others leave out.
                false => {
                    for object in objects(model, &owner.element) {
                        rewrite.remove(object.file, object.node, "dataResources")?;
                        rewrite.set(object.file, object.node, "includeManagementEvents", "true")?;
                        gone.push((object.file, TextRange::of(object.node)));
                    }
                }
            }
            continue;
        }
        if !done.insert(place(selectors)) {
            continue;
        }
        match selectors.object {
            Some(object) => {
                rewrite.remove(object.file, object.node, "eventSelectors")?;
                gone.push((selectors.file, selectors.range));
            }
            None => {
                let node = model.index(selectors.file).innermost(selectors.range);
                let node = node.ok_or_else(|| Declined::because("the assignment can't be found"))?;
                gone.push((selectors.file, rewrite.delete_statement(selectors.file, node)?));
            }
        }
    }
    Ok(())
}

/// Whether a trail that recorded data events only is left without selectors.
pub(super) fn leaves_none<'p>(model: &Model<'p>, audit: &Audit<'p>, group: &[&Audit<'p>]) -> bool {
    let start = |element: &Element<'p>| (element.file, TextRange::of(element.expr).start);
    let going = group.iter().filter(|audit| audit.goes() && audit.alone).flat_map(|audit| &audit.owners);
    let going: BTreeSet<_> = going.map(|owner| start(&owner.element)).collect();
    audit.owners.iter().any(|owner| {
        let all = model.property_elements(&owner.selectors);
        all.iter().all(|element| going.contains(&start(element)) && records_data_only(model, element))
    })
}

pub(super) fn records_data_only<'p>(model: &Model<'p>, selector: &Element<'p>) -> bool {
    let records = |object| model.member(&Value::Object(object), "includeManagementEvents");
    objects(model, selector).into_iter().all(|object| matches!(records(object), Value::Bool(false)))
}

/// Whether a selector records all management events.
pub(super) fn records_all<'p>(model: &Model<'p>, selector: &Element<'p>) -> bool {
    let of = |object: Site<'p, ObjectLit>, name: &str| model.member(&Value::Object(object), name);
    let all = |object: Site<'p, ObjectLit>| {
        let kind = of(object, "readWriteType");
        let every_kind = matches!(kind, Value::Undefined) || kind.as_str() == Some("All");
        let every_source = matches!(of(object, "excludeManagementEventSources"), Value::Undefined);
        let included = matches!(of(object, "includeManagementEvents"), Value::Undefined | Value::Bool(true));
        every_kind && every_source && included
    };
    let objects = objects(model, selector);
    !objects.is_empty() && objects.into_iter().all(all)
}

/// Takes an element out of its list; what went.
pub(super) fn remove_element<'p>(
    model: &Model<'p>,
    rewrite: &mut Rewrite<'_, 'p>,
    element: &Element<'p>,
) -> Result<Gone, Declined> {
    match element.of {
        ElementOf::Array(array, at) => {
            rewrite.remove_element(array.file, array.node, at)?;
            Ok((element.file, TextRange::of(element.expr)))
        }
        ElementOf::Push(call, at) => {
            let index = model.index(call.file);
            let node = index.innermost(TextRange::of(call.node));
            let node = node.ok_or_else(|| Declined::because("the call of `push` can't be found"))?;
            if call.node.args.len() > 1 {
                rewrite.remove_argument(call.file, node, at)?;
                return Ok((element.file, TextRange::of(element.expr)));
            }
            Ok((call.file, rewrite.delete_statement(call.file, node)?))
        }
        ElementOf::Whole => {
            let text = model.text(element.file, TextRange::of(element.expr)).lines().next().unwrap_or_default();
            Err(Declined::because(format!("`{text}` is made elsewhere; take the values out there")))
        }
    }
}

/// Puts the arn that means all in place of the bad values, once a list.
pub(super) fn widen<'p>(
    model: &Model<'p>,
    rewrite: &mut Rewrite<'_, 'p>,
    group: &[&Audit<'p>],
) -> Result<(), Declined> {
    let mut gone: Vec<Gone> = Vec::new();
    let bad: Vec<TextRange> = group.iter().flat_map(|a| a.bad()).map(|v| TextRange::of(v.expr)).collect();
    let mut done = BTreeSet::new();
    for entry in group.iter().flat_map(|audit| &audit.entries) {
        let mut have: Vec<String> = Vec::new();
        for value in entry.values.iter().filter(|v| v.verdict == Verdict::Valid) {
            have.extend(texts(model, &model.text_parts(value.file, value.expr)));
        }
        for value in entry.values.iter().filter(|v| v.verdict == Verdict::Bad) {
            let code = everything(model, value);
            if have.contains(&code) || have.contains(&code.trim_matches('\'').to_string()) {
                if done.insert((value.file, TextRange::of(value.expr).start)) {
                    gone.push(remove_element(model, rewrite, &value.element)?);
                }
                continue;
            }
            have.push(code.clone());
            let written = model.written(value.file, value.expr);
            let lone = written.via.iter().all(|id| {
                model.references(*id).iter().all(|r| bad.contains(&r.range) || model.references(*id).len() == 1)
            });
            let (file, expr) = if lone { (written.file, written.expr) } else { (value.file, value.expr) };
            if done.insert((file, TextRange::of(expr).start)) {
                rewrite.replace(file, expr, &code)?;
            }
        }
    }
    rewrite.drop_unused(&gone, &[])
}

/// Code of the arn that means everything of a service, in the partition that the value spells.
pub(super) fn everything<'p>(model: &Model<'p>, value: &Judged<'p>) -> String {
    let written = model.written(value.file, value.expr);
    let service = &value.service;
    let (tpl, tag) = match written.expr {
        Expr::Tpl(tpl) => (Some(tpl), String::new()),
        Expr::TaggedTpl(t) => (Some(&*t.tpl), model.text(written.file, TextRange::of(&*t.tag)).to_string()),
        _ => (None, String::new()),
    };
    if let Some(tpl) = tpl
        && tpl.quasis.first().is_some_and(|quasi| quasi.raw == "arn:")
        && let Some(partition) = tpl.exprs.first()
    {
        let partition = model.text(written.file, TextRange::of(&**partition));
        return format!("{tag}`arn:${{{partition}}}:{service}`");
    }
    let texts = texts(model, &model.text_parts(value.file, value.expr));
    let partition = texts.first().and_then(|text| text.strip_prefix("arn:")?.split_once(':')).map_or("aws", |(p, _)| p);
    let partition = if partition.contains([ANY, NAME, '*']) { "aws" } else { partition };
    format!("'arn:{partition}:{service}'")
}
