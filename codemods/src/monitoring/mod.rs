//! Trails, detectors, logs, alarms.

mod cloudtrail_data_resource_arn;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[&cloudtrail_data_resource_arn::CloudtrailDataResourceArn];
