//! What the provider's types take. Invariant: a fact here can be read off the provider's published type definitions, of
//! every major that iacfix knows.

/// A type that takes `metadataOptions`.
#[derive(Clone, Copy, Debug)]
pub struct MetadataOptions {
    /// Its type.
    pub type_name: &'static str,
    /// Whether its `metadataOptions` have `instanceMetadataTags`.
    pub instance_tags: bool,
}

/// Every type whose `metadataOptions` say how instances answer metadata requests.
pub const METADATA_OPTIONS: &[MetadataOptions] = &[
    MetadataOptions { type_name: "aws.ec2.Instance", instance_tags: true },
    MetadataOptions { type_name: "aws.ec2.LaunchTemplate", instance_tags: true },
    MetadataOptions { type_name: "aws.ec2.LaunchConfiguration", instance_tags: false },
    MetadataOptions { type_name: "aws.ec2.SpotInstanceRequest", instance_tags: true },
];

/// The argument that names the machine image of a type that starts instances; `None` for other types.
pub fn image_argument(type_name: &str) -> Option<&'static str> {
    match type_name {
        "aws.ec2.Instance" | "aws.ec2.SpotInstanceRequest" => Some("ami"),
        "aws.ec2.LaunchTemplate" | "aws.ec2.LaunchConfiguration" => Some("imageId"),
        _ => None,
    }
}

/// Whether any change of its arguments replaces a resource of the type.
pub fn is_immutable(type_name: &str) -> bool {
    matches!(type_name, "aws.ec2.LaunchConfiguration" | "aws.ec2.SpotInstanceRequest")
}

/// The type in words: `launch template`.
pub fn words(type_name: &str) -> String {
    let last = type_name.rsplit('.').next().unwrap_or(type_name);
    let mut out = String::new();
    for c in last.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// The days for which CloudWatch Logs can keep events (`retentionInDays`); `0`, which keeps them for ever, is left out.
pub const LOG_RETENTION_DAYS: &[i64] =
    &[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];
