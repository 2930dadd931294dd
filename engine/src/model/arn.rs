//! ARNs that a program spells out. Invariant: a part is split off only where its colons are known text.

use super::Model;
use super::object::Property;
use super::text::{Piece, known};

/// `arn:partition:service:region:account:resource`, each part as the pieces that it is made of.
#[derive(Clone, Debug)]
pub struct Arn<'p> {
    /// `backup`, `s3`.
    pub service: Vec<Piece<'p>>,
    /// The region; no pieces where it is left empty.
    pub region: Vec<Piece<'p>>,
    /// The account; no pieces where it is left empty.
    pub account: Vec<Piece<'p>>,
    /// All that follows, colons included: `backup-vault:name`.
    pub resource: Vec<Piece<'p>>,
}

impl<'p> Arn<'p> {
    /// The ARN that a text is; `None` where it is none, or its parts can't be told from each other.
    pub fn of(pieces: &[Piece<'p>]) -> Option<Self> {
        let mut parts: Vec<Vec<Piece<'p>>> = vec![Vec::new()];
        for piece in pieces {
            let Piece::Known(text) = piece else {
                parts.last_mut()?.push(piece.clone());
                continue;
            };
            let mut rest = text.as_str();
            while parts.len() < 6
                && let Some((part, after)) = rest.split_once(':')
            {
                known(part, parts.last_mut()?);
                parts.push(Vec::new());
                rest = after;
            }
            known(rest, parts.last_mut()?);
        }
        let [scheme, _, service, region, account, resource] = <[_; 6]>::try_from(parts).ok()?;
        let is_arn = matches!(scheme.as_slice(), [Piece::Known(text)] if text == "arn");
        is_arn.then_some(Self { service, region, account, resource })
    }

    /// The name in the resource part, where that part is `kind` and a name after a colon or a slash.
    pub fn name_of(&self, kind: &str) -> Option<Vec<Piece<'p>>> {
        let (Piece::Known(first), rest) = self.resource.split_first()? else { return None };
        let name = first.strip_prefix(kind)?.strip_prefix([':', '/'])?;
        let mut out = Vec::new();
        known(name, &mut out);
        out.extend(rest.iter().cloned());
        Some(out)
    }

    /// Whether it is one of `service`.
    pub fn is_of(&self, service: &str) -> bool {
        matches!(self.service.as_slice(), [Piece::Known(text)] if text == service)
    }
}

impl<'p> Model<'p> {
    /// The ARN that a property spells out.
    pub fn arn_of(&self, property: &Property<'p>) -> Option<Arn<'p>> {
        Arn::of(&self.property_pieces(property))
    }
}
