//! Amazon Linux, and which of its images follow which. Invariant: an image has a successor only where the names that a
//! look-up may find, its owner and its other filters leave no doubt that Amazon Linux 2023 is found in its place.

use iacfix_engine::model::{ANY, End, FileId, Image, ImageLookup, Lookup, Model, NameForm, Resource, Site, Trace};
use swc_ecma_ast::Expr;

/// What comes after an image.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Successor {
    /// The image is Amazon Linux 2; this finds Amazon Linux 2023 for the same architecture, a NUL where the architecture
    /// is known at run time only.
    Named(String),
    /// The image is Amazon Linux 2, and a person has to say what comes after it, for this reason.
    Undecided(String),
    /// It is another image.
    None,
}

/// The code of the name that finds Amazon Linux 2023 in place of the one at `site`, which names `image`; `None` where that
/// is not Amazon Linux 2.
///
/// # Errors
/// Amazon Linux 2, and the reason why a person has to say what comes after it.
pub(super) fn respelled<'p>(
    model: &Model<'p>,
    form: NameForm,
    site: Site<'p, Expr>,
    image: &Image,
) -> Result<Option<String>, String> {
    let literal = model.literal(site.file, site.node);
    let spelled = literal.as_ref().map_or(Successor::None, |literal| {
        let tree = image.text().rsplit_once('/').map_or("", |(tree, _)| tree);
        successor_in(tree, &form.image(literal.text.clone()))
    });
    match (spelled, literal) {
        (Successor::Named(text), Some(literal)) => Ok(Some(literal.code(&form.spelled(text)))),
        (Successor::Undecided(why), _) => Err(why),
        _ => match successor(image) {
            Successor::None => Ok(None),
            _ => Err("its name is put together from parts".into()),
        },
    }
}

/// Which Amazon Linux 2023 image comes after `image`.
fn successor(image: &Image) -> Successor {
    let tree = image.text().rsplit_once('/').map_or("", |(tree, _)| tree);
    successor_in(tree, image)
}

/// The same, where parameters are those of `tree`, however the image spells it.
fn successor_in(tree: &str, image: &Image) -> Successor {
    const SEVERAL: &[&str] = &["amzn2*", "amzn2-*", "amzn2-ami*", "amzn2-ami-*"];
    match image {
        Image::Pattern(name) if SEVERAL.iter().any(|start| name.starts_with(start)) => {
            Successor::Undecided("its pattern takes images of ECS too".into())
        }
        Image::Pattern(name) => after(name, &PATTERN, "", ""),
        Image::Regex(expression) => {
            let (start, name) = expression.strip_prefix('^').map_or(("", expression.as_str()), |name| ("^", name));
            let (end, name) = name.strip_suffix('$').map_or(("", name), |name| ("$", name));
            after(name, &REGEX, start, end)
        }
        Image::Parameter(path) => match path.rsplit_once('/') {
            Some((own, name)) if tree.ends_with("/ami-amazon-linux-latest") => {
                after(name, &PARAMETER, &format!("{own}/"), "")
            }
            _ => Successor::None,
        },
        Image::Other => Successor::None,
    }
}

/// How one form of name is written.
struct Form {
    /// Amazon Linux 2023, up to the architecture.
    next: &'static str,
    /// The same where no architecture is named; `None` where one has to be.
    open: Option<&'static str>,
    /// What leaves the version open, where the name has a version.
    wild: Option<&'static [char]>,
}

const PATTERN: Form = Form { next: "al2023-ami-2023.*-", open: Some("al2023-ami-2023.*"), wild: Some(&['*', '?']) };
const REGEX: Form =
    Form { next: r"al2023-ami-2023\..*-", open: Some(r"al2023-ami-2023\..*"), wild: Some(&['*', '+', '?', '[', '{']) };
const PARAMETER: Form = Form { next: "al2023-ami-kernel-default-", open: None, wild: None };

/// What follows `amzn2-ami-hvm` and `amzn2-ami-kernel-5.10-hvm`, and what stands before it.
fn standard(name: &str) -> Option<(&str, &str)> {
    let rest = name.strip_prefix("amzn2-ami-")?;
    let kind = match rest.strip_prefix("kernel-") {
        Some(kernel) => kernel.split_once("-hvm").map_or(kernel, |(_, tail)| tail),
        None => rest.strip_prefix("hvm")?,
    };
    Some((&name[..name.len() - kind.len()], kind))
}

fn after(name: &str, form: &Form, start: &str, end: &str) -> Successor {
    let undecided = |why: &str| Successor::Undecided(why.into());
    let Some((kind, tail)) = standard(name) else { return Successor::None };
    let named: Vec<_> = ["x86_64", "arm64"].into_iter().filter(|name| tail.contains(name)).collect();
    let (version, architecture) = match named.as_slice() {
        [one] => (tail.split(one).next().unwrap_or_default(), Some(*one)),
        [] => match tail.split_once('\0') {
            // What names of Amazon Linux 2 end in follows the architecture, unless the value holds both.
            Some((_, rest)) if rest.is_empty() || kind.contains('\0') => {
                return undecided("its name is put together from values that can't be told apart");
            }
            Some((version, _)) => (version, Some("\0")),
            None => (tail, None),
        },
        _ => return undecided("its name takes several architectures"),
    };
    if tail.contains(['|', ':']) {
        return undecided("its name says more than an architecture");
    }
    if form.wild.is_some_and(|wild| !version.contains(wild)) {
        return undecided("it is pinned to a version");
    }
    let next = match (architecture, form.open) {
        (Some(architecture), _) => format!("{}{architecture}", form.next),
        (None, Some(open)) => open.to_string(),
        (None, None) => return undecided("its path names no architecture"),
    };
    Successor::Named(format!("{start}{next}{end}"))
}

/// What a look-up asks for besides the name.
pub(super) enum Beside<'p> {
    /// Amazon's images; where the type of the root volume is asked for, here.
    Amazon(Vec<Trace<'p>>),
    /// Images of somebody else.
    Foreign,
    /// Something that may leave no image of Amazon Linux 2023, or can't be seen.
    Doubtful(String),
}

/// The accounts that publish Amazon Linux: everywhere, in GovCloud, in China.
const OWNERS: &[&str] = &["amazon", "137112412989", "045324592363", "141808717104"];

/// Filters that let Amazon Linux 2023 through where they let Amazon Linux 2 through.
const SAME_FOR_BOTH: &[&str] = &[
    "name",
    "architecture",
    "virtualization-type",
    "root-device-type",
    "root-device-name",
    "state",
    "owner-alias",
    "owner-id",
    "ena-support",
    "hypervisor",
    "image-type",
    "is-public",
    "platform-details",
];

/// What a look-up asks for besides the names.
pub(super) fn beside<'p>(model: &Model<'p>, lookup: &ImageLookup<'p>) -> Beside<'p> {
    let Some(call) = lookup.call else { return Beside::Amazon(Vec::new()) };
    let Some(args) = call.node.args.first().filter(|a| a.spread.is_none()) else { return Beside::Amazon(Vec::new()) };
    let (mut amazon, mut foreign) = (false, false);
    for source in model.trace(call.file, &args.expr, &["owners", ANY]).sources {
        match source.end {
            End::Written(site) => match model.text_given(site.file, site.node) {
                text if OWNERS.contains(&text.parts.as_str()) => amazon = true,
                text if text.seen && !text.parts.contains('\0') => foreign = true,
                _ => return Beside::Doubtful("its owner can't be seen".into()),
            },
            End::Absent => {}
            End::Unknown(why) => return Beside::Doubtful(format!("its owner can't be seen: {why}")),
        }
    }
    match (amazon, foreign) {
        (true, true) => return Beside::Doubtful("another account may own it".into()),
        (false, true) => return Beside::Foreign,
        (_, false) => {}
    }
    filters(model, call.file, &args.expr)
}

fn filters<'p>(model: &Model<'p>, file: FileId, args: &'p Expr) -> Beside<'p> {
    let mut volume_types = Vec::new();
    for source in model.trace(file, args, &["filters", ANY]).sources {
        if matches!(source.end, End::Absent) {
            continue;
        }
        let name = source.object().map(|filter| (filter, model.object_property(filter, "name")));
        let Some((filter, Lookup::Found(name))) = name else {
            return Beside::Doubtful("one of its filters can't be seen".into());
        };
        match model.property_value(&name).as_str() {
            Some("block-device-mapping.volume-type") => {
                if let Lookup::Found(values) = model.object_property(filter, "values") {
                    volume_types.push(model.trace_below(&values, &[ANY]));
                }
            }
            Some(name) if SAME_FOR_BOTH.contains(&name) => {}
            Some(name) => return Beside::Doubtful(format!("its filter `{name}` may leave out Amazon Linux 2023")),
            None => return Beside::Doubtful("one of its filters can't be seen".into()),
        }
    }
    Beside::Amazon(volume_types)
}

/// Whether every image of a resource is Amazon Linux 2023, by the program's look-up, or will be once Amazon Linux 2 is
/// replaced; minimal images are none of them.
pub(super) fn is_or_becomes_2023<'p>(model: &Model<'p>, resource: &Resource<'p>) -> bool {
    let images = model.images(resource);
    let known = !images.is_empty() && images.iter().all(|image| *image != Image::Other);
    known && model.image_lookups(resource).iter().all(|lookup| finds_2023(model, lookup))
}

fn finds_2023<'p>(model: &Model<'p>, lookup: &ImageLookup<'p>) -> bool {
    let mut replaced = false;
    let mut named =
        lookup.names.iter().flat_map(|names| model.images_named(names).into_iter().map(move |it| (names, it)));
    let all = named.all(|(names, (source, image))| {
        let becomes =
            || source.expr().is_some_and(|site| matches!(respelled(model, names.form, site, &image), Ok(Some(_))));
        let is_replaced = !is_2023(&image) && becomes();
        replaced |= is_replaced;
        is_replaced || is_2023(&image)
    });
    all && (!replaced || matches!(beside(model, lookup), Beside::Amazon(_)))
}

fn is_2023(image: &Image) -> bool {
    let text = image.text();
    if text.contains("minimal") {
        return false;
    }
    match image {
        Image::Pattern(_) | Image::Regex(_) => text.trim_start_matches('^').starts_with("al2023-ami-"),
        Image::Parameter(_) => {
            text.contains("/ami-amazon-linux-latest/al2023-ami-")
                || text.contains("/ecs/optimized-ami/amazon-linux-2023/")
        }
        Image::Other => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Image::{Other, Parameter, Pattern, Regex};
    use super::*;

    fn named(text: &str) -> Successor {
        Successor::Named(text.into())
    }

    #[test]
    fn amazon_linux_2_has_a_successor_of_its_architecture() {
        for (old, new) in [
            ("amzn2-ami-hvm-*-x86_64-gp2", "al2023-ami-2023.*-x86_64"),
            ("amzn2-ami-hvm-*-x86_64-ebs", "al2023-ami-2023.*-x86_64"),
            ("amzn2-ami-hvm-*-x86_64-*", "al2023-ami-2023.*-x86_64"),
            ("amzn2-ami-hvm-2.0.*-arm64-gp2", "al2023-ami-2023.*-arm64"),
            ("amzn2-ami-hvm-2.0.????????.?-x86_64-gp2", "al2023-ami-2023.*-x86_64"),
            ("amzn2-ami-kernel-5.10-hvm-*-arm64-gp2", "al2023-ami-2023.*-arm64"),
            ("amzn2-ami-kernel-*-hvm-*-x86_64-gp2", "al2023-ami-2023.*-x86_64"),
            ("amzn2-ami-hvm-*-\0-gp2", "al2023-ami-2023.*-\0"),
            ("amzn2-ami-kernel-\0-hvm-*-x86_64-gp2", "al2023-ami-2023.*-x86_64"),
            ("amzn2-ami-hvm-*", "al2023-ami-2023.*"),
            ("amzn2-ami-hvm*-gp2", "al2023-ami-2023.*"),
        ] {
            assert_eq!(successor(&Pattern(old.into())), named(new), "{old}");
        }
        for (old, new) in [
            ("^amzn2-ami-hvm-.*-x86_64-gp2$", r"^al2023-ami-2023\..*-x86_64$"),
            (r"amzn2-ami-hvm-2\.0\.\d+\.\d+-arm64-gp2", r"al2023-ami-2023\..*-arm64"),
        ] {
            assert_eq!(successor(&Regex(old.into())), named(new), "{old}");
        }
        for (old, new) in [
            ("amzn2-ami-hvm-x86_64-gp2", "al2023-ami-kernel-default-x86_64"),
            ("amzn2-ami-kernel-5.10-hvm-arm64-gp2", "al2023-ami-kernel-default-arm64"),
            ("amzn2-ami-hvm-\0-gp2", "al2023-ami-kernel-default-\0"),
        ] {
            let path = |name: &str| format!("/aws/service/ami-amazon-linux-latest/{name}");
            assert_eq!(successor(&Parameter(path(old))), named(&path(new)), "{old}");
        }
    }

    #[test]
    fn other_images_have_none() {
        for name in [
            "amzn2-ami-ecs-hvm-*-x86_64-ebs",
            "amzn2-ami-ecs-kernel-5.10-hvm-*",
            "amzn2-ami-minimal-hvm-*-x86_64-ebs",
            "amazon-eks-node-1.29-*",
            "amzn-ami-hvm-*-x86_64-gp2",
            "al2023-ami-2023.*-x86_64",
            "ubuntu/images/hvm-ssd/*",
            "acme-amzn2-ami-hvm-*",
            "\0",
            "",
        ] {
            assert_eq!(successor(&Pattern(name.into())), Successor::None, "{name}");
        }
        for path in
            ["/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id", "/acme/amzn2-ami-hvm-x86_64-gp2"]
        {
            assert_eq!(successor(&Parameter(path.into())), Successor::None, "{path}");
        }
        assert_eq!(successor(&Other), Successor::None);
    }

    #[test]
    fn what_a_name_leaves_open_is_for_a_person() {
        for name in [
            "amzn2-ami-hvm-2.0.20230418.0-x86_64-gp2",
            "amzn2-ami-hvm-\0-x86_64-gp2",
            "amzn2-ami-*-x86_64-gp2",
            "amzn2-ami-hvm-*-\0",
            "amzn2-ami-kernel-\0-hvm-*-\0-gp2",
        ] {
            assert!(matches!(successor(&Pattern(name.into())), Successor::Undecided(_)), "{name}");
        }
        let either = Regex("^amzn2-ami-hvm-.*-(x86_64|arm64)-gp2$".into());
        assert!(matches!(successor(&either), Successor::Undecided(_)));
        let pinned = Parameter("/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2:12".into());
        assert!(matches!(successor(&pinned), Successor::Undecided(_)));
    }

    #[test]
    fn images_of_amazon_linux_2023() {
        let latest = "/aws/service/ami-amazon-linux-latest";
        for image in [
            Pattern("al2023-ami-2023.*-x86_64".into()),
            Pattern("al2023-ami-*-arm64".into()),
            Regex("^al2023-ami-.*".into()),
            Parameter(format!("{latest}/al2023-ami-kernel-default-x86_64")),
        ] {
            assert!(is_2023(&image), "{image:?}");
        }
        for image in [
            Pattern("al2023-ami-minimal-*".into()),
            Pattern("amazon-eks-node-al2023-*".into()),
            Pattern("ubuntu/images/*".into()),
            Parameter(format!("{latest}/al2023-ami-minimal-kernel-default-x86_64")),
            Parameter("/aws/service/eks/optimized-ami/1.31/amazon-linux-2023/x86_64".into()),
            Other,
        ] {
            assert!(!is_2023(&image), "{image:?}");
        }
    }
}
