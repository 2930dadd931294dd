//! `kms-key-rotation` (004 validation): symmetric customer keys rotate.

use iacfix_engine::codemod::{Action, Codemod, Context, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme};
use iacfix_engine::model::{Lookup, Resource, Value};
use iacfix_engine::rewrite::Rewrite;

const META: Meta = Meta {
    id: "kms-key-rotation",
    title: "rotates the material of symmetric customer keys every year",
    theme: Theme::Iam,
    report: "004 validation",
    preset: Preset::Recommended,
    levels: &[Level::Safe, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds `aws.kms.Key` resources whose `enableKeyRotation` is absent or false, and sets it to true.",
        why: "A key whose material never changes protects, in one breach, all that was ever encrypted with it. With \
              rotation the service makes new material every year and keeps the old for decryption; nothing that uses \
              the key has to change.",
        before: "import * as aws from '@pulumi/aws';

const key = new aws.kms.Key('ledger', {
  description: 'Encrypts the ledger',
});

export const keyArn = key.arn;
",
        after: "import * as aws from '@pulumi/aws';

const key = new aws.kms.Key('ledger', {
  description: 'Encrypts the ledger',
  enableKeyRotation: true,
});

export const keyArn = key.arn;
",
        notes: "Left alone, since the service can't rotate them: asymmetric and HMAC keys (`customerMasterKeySpec`, \
                `keyUsage`), keys in a custom or external key store (`customKeyStoreId`, `xksKeyId`), keys with \
                `isEnabled: false`, and `aws.kms.ExternalKey`.",
    },
};

/// Finds keys that are not rotated.
pub(crate) struct KmsKeyRotation;

impl Codemod for KmsKeyRotation {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        for key in model.resources_of("aws.kms.Key") {
            if let Some(finding) = look(cx, key) {
                cx.report(finding);
            }
        }
    }
}

fn look<'p>(cx: &Context<'_, 'p>, key: &Resource<'p>) -> Option<Finding> {
    let advice = |why: &str| Some(Finding::of(cx.model, key, why.to_string()));
    let rotation = cx.model.resource_property(key, "enableKeyRotation");
    if let Lookup::Found(property) = &rotation
        && matches!(cx.model.property_value(property), Value::Bool(true))
    {
        return None;
    }
    match can_rotate(cx, key) {
        Ok(true) => {}
        Ok(false) => return None,
        Err(why) => return advice(&format!("can't see whether the key is symmetric and could be rotated: {why}")),
    }
    match rotation {
        Lookup::Absent => Some(
            Finding::of(cx.model, key, "key material is never rotated: enableKeyRotation is not set").fix(fix(cx, key)),
        ),
        Lookup::Found(property) => match cx.model.property_value(&property) {
            Value::Bool(false) => Some(
                Finding::of(cx.model, key, "key material is never rotated: enableKeyRotation is false")
                    .at(property.file, property.range)
                    .fix(fix(cx, key)),
            ),
            value => {
                let why = value.why_unknown().unwrap_or("`enableKeyRotation` is decided at run time");
                let message = format!("can't see whether the key is rotated: {why}");
                Some(Finding::of(cx.model, key, message).at(property.file, property.range))
            }
        },
        Lookup::Unknown(why) => advice(&format!("can't see whether the key is rotated: {why}")),
    }
}

fn fix<'p>(cx: &Context<'_, 'p>, key: &Resource<'p>) -> Fix {
    let mut rewrite = Rewrite::new(cx.model);
    let edits = rewrite.set_argument(key, "enableKeyRotation", "true").and_then(|()| rewrite.finish());
    Fix::new(Level::Safe, "rotate the key every year", edits)
        .effect(Effect::on(Action::Update, cx.model, key).property("enableKeyRotation"))
}

/// Whether the service could rotate the key; the reason where the source does not show it.
fn can_rotate<'p>(cx: &Context<'_, 'p>, key: &Resource<'p>) -> Result<bool, String> {
    for absent in ["customKeyStoreId", "xksKeyId"] {
        match cx.model.resource_property(key, absent) {
            Lookup::Absent => {}
            Lookup::Found(property) if matches!(cx.model.property_value(&property), Value::Undefined) => {}
            Lookup::Found(_) => return Ok(false),
            Lookup::Unknown(why) => return Err(why),
        }
    }
    for (property, symmetric) in [("customerMasterKeySpec", "SYMMETRIC_DEFAULT"), ("keyUsage", "ENCRYPT_DECRYPT")] {
        match cx.model.resource_value(key, property) {
            Value::Undefined => {}
            Value::Str(value) if value == symmetric => {}
            Value::Str(_) => return Ok(false),
            value => return Err(value.why_unknown().unwrap_or("it is decided at run time").to_string()),
        }
    }
    match cx.model.resource_value(key, "isEnabled") {
        Value::Undefined | Value::Bool(true) => Ok(true),
        Value::Bool(false) => Ok(false),
        value => Err(value.why_unknown().unwrap_or("it is decided at run time").to_string()),
    }
}
