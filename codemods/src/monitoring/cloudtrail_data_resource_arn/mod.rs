//! `cloudtrail-data-resource-arn` (003#1.1): the data resources of trails are arns that CloudTrail takes.

mod audits;
mod edits;
mod slash;
mod verdict;

use std::collections::BTreeSet;

use iacfix_engine::codemod::{
    Action, Alternative, Codemod, Context, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::model::{Model, ResourceId};
use iacfix_engine::rewrite::Rewrite;
use iacfix_engine::source::TextRange;

use audits::{Audit, Judged, find};
use edits::{leaves_none, remove, widen};
use slash::Slash;
use verdict::{Verdict, shown};

const META: Meta = Meta {
    id: "cloudtrail-data-resource-arn",
    title: "gives the data resources of trails arns that CloudTrail takes",
    theme: Theme::Monitoring,
    report: "003#1.1",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[
        Alternative { name: "remove", title: "stop asking for those data events, as documented", keeps: false },
        Alternative { name: "all", title: "record the data events of every bucket, function or table", keeps: false },
    ],
    options: &[],
    manual: Manual {
        what: "Finds values in `eventSelectors[].dataResources` of `aws.cloudtrail.Trail` that are no valid arns \
               (`arn:aws:s3:::*/`, `arn:aws:s3:::*`, `arn:aws:lambda:*`), and takes them out: the value where others \
               remain, else the entry, else `dataResources`, else a selector that asks for data events only. With \
               `--choose cloudtrail-data-resource-arn=all` it writes the arn that means all of them (`arn:aws:s3`), \
               which is billed by the event. The arn of a bucket that lacks its slash gets the slash.",
        why: "CloudTrail matches by prefix and knows no wildcards: it refuses such a value with \
              `InvalidEventSelectorsException`, and the deployment fails. A bucket is named by its arn and a slash.",
        before: "import * as aws from '@pulumi/aws';

const logs = new aws.s3.Bucket('logs');

export const trail = new aws.cloudtrail.Trail('audit', {
  s3BucketName: logs.bucket,
  eventSelectors: [
    {
      readWriteType: 'All',
      includeManagementEvents: true,
      dataResources: [
        {
          type: 'AWS::S3::Object',
          values: ['arn:aws:s3:::*/'],
        },
      ],
    },
  ],
});
",
        after: "import * as aws from '@pulumi/aws';

const logs = new aws.s3.Bucket('logs');

export const trail = new aws.cloudtrail.Trail('audit', {
  s3BucketName: logs.bucket,
  eventSelectors: [
    {
      readWriteType: 'All',
      includeManagementEvents: true,
    },
  ],
});
",
        notes: "Left alone: `arn:aws:s3` and `arn:aws:s3:::` (all buckets), a prefix in a bucket \
                (`arn:aws:s3:::bucket/*` matches objects whose name starts with an asterisk), and \
                `advancedEventSelectors`, which have rules of their own.",
    },
};

/// Finds values that CloudTrail refuses.
pub(crate) struct CloudtrailDataResourceArn;

impl Codemod for CloudtrailDataResourceArn {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let (audits, unseen) = find(model);
        let mut findings = unseen;
        let mut repaired = BTreeSet::new();
        for audit in &audits {
            for value in audit.values().filter(|v| v.verdict.lacks_slash()) {
                if repaired.insert((value.file, TextRange::of(value.expr).start)) {
                    findings.push(slash_finding(model, audit, value));
                }
            }
        }
        findings.extend(groups(&audits).iter().map(|group| bad_finding(model, group)));
        findings.into_iter().for_each(|finding| cx.report(finding));
    }
}

fn slash_finding<'p>(model: &Model<'p>, audit: &Audit<'p>, value: &Judged<'p>) -> Finding {
    let sure = value.verdict != Verdict::LacksSlash(false);
    let what = if value.verdict == Verdict::Name { "holds a bucket's name" } else { "lacks its slash" };
    let message = match value.verdict {
        Verdict::Name => {
            format!("data resource values name a bucket instead of its arn: `{}`", shown(model, value.file, value.expr))
        }
        _ => format!("bucket arn in data resource values {what}: `{}`", shown(model, value.file, value.expr)),
    };
    let mut rewrite = Rewrite::new(model);
    let edits = Slash { model, rewrite: &mut rewrite, name: value.verdict == Verdict::Name }
        .add(value.file, value.expr, false)
        .and_then(|()| rewrite.finish());
    let level = if sure { Level::Safe } else { Level::Review };
    let fix = Fix::new(level, "name the bucket by its arn and a slash", edits);
    let fix =
        if sure { fix } else { fix.note("what the name holds can't be seen: it must not end in a slash of its own") };
    let trail = model.resource(audit.owners[0].trail);
    Finding::of(model, trail, message).at(value.file, TextRange::of(value.expr)).fix(effects(
        model,
        &[audit],
        fix,
        false,
    ))
}

/// Audits that only can be repaired together.
fn groups<'a, 'p>(audits: &'a [Audit<'p>]) -> Vec<Vec<&'a Audit<'p>>> {
    let mut out: Vec<Vec<&Audit<'p>>> = Vec::new();
    for audit in audits.iter().filter(|audit| audit.bad().next().is_some()) {
        let (mut joined, apart): (Vec<_>, Vec<_>) =
            out.into_iter().partition(|group| group.iter().any(|other| other.goes_with(audit)));
        let mut group: Vec<&Audit<'p>> = joined.drain(..).flatten().collect();
        group.push(audit);
        out = apart;
        out.push(group);
    }
    out
}

fn bad_finding<'p>(model: &Model<'p>, group: &[&Audit<'p>]) -> Finding {
    let mut texts: Vec<String> = Vec::new();
    for value in group.iter().flat_map(|audit| audit.bad()) {
        let text = format!("`{}`", shown(model, value.file, value.expr));
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let first = group[0];
    let message = format!("data resource values are no valid arns: {}", texts.join(", "));
    let trail = model.resource(first.owners[0].trail);
    let mut finding = Finding::of(model, trail, message).at(first.property.file, first.property.range);
    for other in &group[1..] {
        finding = finding.related(other.property.file, other.property.range, "the same values are used here");
    }
    let mut rewrite = Rewrite::new(model);
    let edits = remove(model, &mut rewrite, group).and_then(|()| rewrite.finish());
    let mut removed = Fix::new(Level::Safe, "stop asking for these data events", edits).alternative("remove");
    if group.iter().any(|audit| leaves_none(model, audit, group)) {
        removed = removed.note("a trail without event selectors records management events");
    }
    let mut rewrite = Rewrite::new(model);
    let edits = widen(model, &mut rewrite, group).and_then(|()| rewrite.finish());
    let widened = Fix::new(Level::Review, "record the data events of all of them", edits)
        .alternative("all")
        .note("data events are billed one by one, and there is one for every read and write");
    finding.fix(effects(model, group, removed, false)).fix(effects(model, group, widened, true))
}

fn effects(model: &Model<'_>, group: &[&Audit<'_>], mut fix: Fix, billed: bool) -> Fix {
    let trails: BTreeSet<ResourceId> = group.iter().flat_map(|audit| &audit.owners).map(|owner| owner.trail).collect();
    for trail in trails {
        let effect = Effect::on(Action::Update, model, model.resource(trail)).property("eventSelectors");
        fix = fix.effect(if billed { effect.billed() } else { effect });
    }
    fix
}
