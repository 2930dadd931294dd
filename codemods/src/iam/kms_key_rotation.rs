//! `kms-key-rotation` (004 validation): symmetric customer keys rotate.

use iacfix_engine::codemod::{Action, Codemod, Context, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme};
use iacfix_engine::model::{Lookup, Property, Resource, Value};
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
    let model = cx.model;
    let rotation = model.resource_property(key, "enableKeyRotation");
    if let Lookup::Found(property) = &rotation
        && matches!(model.property_value(property), Value::Bool(true))
    {
        return None;
    }
    match can_rotate(cx, key) {
        Rotation::Possible => {}
        Rotation::Impossible => return None,
        Rotation::Unseen(why, place) => {
            let message = format!("can't see whether the key is symmetric and could be rotated: {why}");
            let finding = Finding::of(model, key, message);
            return Some(match place {
                Some(property) => finding.at(property.file, property.range),
                None => finding,
            });
        }
    }
    match rotation {
        Lookup::Absent => Some(
            Finding::of(model, key, "key material is never rotated: enableKeyRotation is not set").fix(fix(cx, key)),
        ),
        Lookup::Found(property) => Some(
            match model.property_value(&property) {
                Value::Bool(false) => {
                    Finding::of(model, key, "key material is never rotated: enableKeyRotation is false")
                        .fix(fix(cx, key))
                }
                _ => Finding::of(
                    model,
                    key,
                    format!("can't see whether the key is rotated: {}", model.why_unseen(&property)),
                ),
            }
            .at(property.file, property.range),
        ),
        Lookup::Unknown(why) => Some(Finding::of(model, key, format!("can't see whether the key is rotated: {why}"))),
    }
}

fn fix<'p>(cx: &Context<'_, 'p>, key: &Resource<'p>) -> Fix {
    let mut rewrite = Rewrite::new(cx.model);
    let edits = rewrite.set_argument(key, "enableKeyRotation", "true").and_then(|()| rewrite.finish());
    Fix::new(Level::Safe, "rotate the key every year", edits)
        .effect(Effect::on(Action::Update, cx.model, key).property("enableKeyRotation"))
}

/// Whether the service could rotate a key.
enum Rotation<'p> {
    /// It is symmetric, enabled, and its material is the service's own.
    Possible,
    /// It is not.
    Impossible,
    /// The source does not tell, for this reason, and where.
    Unseen(String, Option<Property<'p>>),
}

/// Whether a value lets the service rotate the key; `None` where it is not known.
type Fits<'p> = fn(&Value<'p>) -> Option<bool>;

fn can_rotate<'p>(cx: &Context<'_, 'p>, key: &Resource<'p>) -> Rotation<'p> {
    let wanted: [(&str, Fits<'p>); 5] = [
        ("customKeyStoreId", is_unset),
        ("xksKeyId", is_unset),
        ("customerMasterKeySpec", |spec| is_text(spec, "SYMMETRIC_DEFAULT")),
        ("keyUsage", |usage| is_text(usage, "ENCRYPT_DECRYPT")),
        ("isEnabled", |enabled| match enabled {
            Value::Bool(enabled) => Some(*enabled),
            _ => None,
        }),
    ];
    let mut unseen = None;
    for (name, fits) in wanted {
        match cx.model.resource_property(key, name) {
            Lookup::Absent => {}
            Lookup::Found(property) => match cx.model.property_value(&property) {
                Value::Undefined => {}
                value => match fits(&value) {
                    Some(true) => {}
                    Some(false) => return Rotation::Impossible,
                    None => {
                        let why = cx.model.why_unseen(&property);
                        unseen.get_or_insert(Rotation::Unseen(why, Some(property)));
                    }
                },
            },
            Lookup::Unknown(why) => {
                unseen.get_or_insert(Rotation::Unseen(why, None));
            }
        }
    }
    unseen.unwrap_or(Rotation::Possible)
}

/// A value that is there stands for a store, whatever it is.
fn is_unset(_: &Value<'_>) -> Option<bool> {
    Some(false)
}

fn is_text(value: &Value<'_>, wanted: &str) -> Option<bool> {
    value.as_str().map(|text| text == wanted)
}
