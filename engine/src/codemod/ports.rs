//! Ports as people write them, `443/tcp`. Invariant: a range is never empty, and reading what is printed gives it back.

use std::fmt;
use std::str::FromStr;

/// Ports of one protocol, from the first to the last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortRange {
    /// The first port.
    pub from: u16,
    /// The last port, the first one where it is a single port.
    pub to: u16,
    /// The protocol.
    pub protocol: PortProtocol,
}

/// A protocol that has ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortProtocol {
    /// TCP
    Tcp,
    /// UDP
    Udp,
}

impl PortProtocol {
    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

impl PortRange {
    /// One TCP port.
    pub const fn tcp(port: u16) -> Self {
        Self { from: port, to: port, protocol: PortProtocol::Tcp }
    }

    /// One UDP port.
    pub const fn udp(port: u16) -> Self {
        Self { from: port, to: port, protocol: PortProtocol::Udp }
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from == self.to {
            true => write!(f, "{}/{}", self.from, self.protocol.name()),
            false => write!(f, "{}-{}/{}", self.from, self.to, self.protocol.name()),
        }
    }
}

/// The text is no port or range with a protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPorts;

impl FromStr for PortRange {
    type Err = NoPorts;

    fn from_str(text: &str) -> Result<Self, NoPorts> {
        let (ports, protocol) = text.split_once('/').ok_or(NoPorts)?;
        let protocol = match protocol {
            "tcp" => PortProtocol::Tcp,
            "udp" => PortProtocol::Udp,
            _ => return Err(NoPorts),
        };
        let port = |text: &str| match text.bytes().all(|b| b.is_ascii_digit()) {
            true => text.parse::<u16>().map_err(|_| NoPorts),
            false => Err(NoPorts),
        };
        let (from, to) = match ports.split_once('-') {
            Some((from, to)) => (port(from)?, port(to)?),
            None => (port(ports)?, port(ports)?),
        };
        if from <= to { Ok(Self { from, to, protocol }) } else { Err(NoPorts) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_again() {
        let range = PortRange { from: 8000, to: 8100, protocol: PortProtocol::Tcp };
        for (text, range) in
            [("443/tcp", PortRange::tcp(443)), ("53/udp", PortRange::udp(53)), ("8000-8100/tcp", range)]
        {
            assert_eq!(text.parse(), Ok(range.clone()));
            assert_eq!(range.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_port_is_refused() {
        for text in
            ["", "443", "443/", "/tcp", "443/icmp", "70000/tcp", "+443/tcp", "9-8/tcp", "1-2-3/tcp", "443 / tcp"]
        {
            assert_eq!(text.parse::<PortRange>(), Err(NoPorts), "{text}");
        }
    }
}
