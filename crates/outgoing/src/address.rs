//! Which addresses may be dialled.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// Whether an address is on the public Internet: not this machine, not a private network, not a
/// range that is reserved, and not an IPv6 form that hides such an IPv4 address. After the special
/// purpose registries of IANA (RFC 6890 and its updates).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 31, 196)
            | (192, 52, 193)
            | (192, 88, 99)
            | (192, 168, _)
            | (192, 175, 48)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224..=255, ..)
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(v4) = address.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // NAT64: the IPv4 address is what is dialled in the end.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        // 6to4 likewise.
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, benchmarking, ORCHID, documentation and the rest of 2001::/23.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] => false,
        [0x3fff, 0..=0xfff, ..] => false,
        // Global unicast is 2000::/3; nothing else is public today.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// A network, or one address: `10.1.0.0/16`, `fd00::1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected =
            || format!("`{text}` is not a network: write `10.1.0.0/16`, `fd00::/8` or one address");
        let (base, bits) = text.split_once('/').unwrap_or((text, ""));
        let base: IpAddr = base.parse().map_err(|_| expected())?;
        let full = if base.is_ipv4() { 32 } else { 128 };
        let bits = if bits.is_empty() { full } else { bits.parse().map_err(|_| expected())? };
        if bits <= full { Ok(Self { base, bits }) } else { Err(expected()) }
    }
}

impl Network {
    /// Whether an address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        let prefix = |address: u128, width: u32| {
            let shift = width - u32::from(self.bits);
            if shift == 128 { 0 } else { address >> shift }
        };
        match (address, self.base) {
            (IpAddr::V4(address), IpAddr::V4(base)) => {
                prefix(u32::from(address).into(), 32) == prefix(u32::from(base).into(), 32)
            }
            (IpAddr::V6(address), IpAddr::V6(base)) => {
                prefix(address.into(), 128) == prefix(base.into(), 128)
            }
            _ => false,
        }
    }
}

/// A target that the operator allows although it is not public: a network (`10.1.0.0/16`), an
/// address, or a host name, which is then not checked at all. Perhaps with a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    target: Target,
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Network(Network),
    Host(String),
}

impl FromStr for Allowed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || {
            format!(
                "`{text}` is not an allowed target: write a network (`10.1.0.0/16`), an address, \
                 or a host, perhaps with a port (`model.internal:8000`, `[fd00::1]:8000`)"
            )
        };
        let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, Some(port.strip_prefix(':').ok_or_else(expected)?)),
            None => match text.rsplit_once(':') {
                Some((host, port)) if !host.contains(':') => (host, Some(port)),
                _ => (text, None),
            },
        };
        let port = port.map(|port| port.parse().map_err(|_| expected())).transpose()?;
        if host.contains('/') || host.parse::<IpAddr>().is_ok() {
            let network = host.parse().map_err(|_| expected())?;
            return Ok(Self { target: Target::Network(network), port });
        }
        let is_host = !host.is_empty()
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
        match is_host {
            true => Ok(Self { target: Target::Host(host.to_ascii_lowercase()), port }),
            false => Err(expected()),
        }
    }
}

impl Allowed {
    pub(crate) fn on_any_port(&self) -> Self {
        Self { target: self.target.clone(), port: None }
    }

    pub(crate) fn allows_host(&self, host: &str, port: u16) -> bool {
        self.port.is_none_or(|allowed| allowed == port)
            && matches!(&self.target, Target::Host(allowed) if host.eq_ignore_ascii_case(allowed))
    }

    pub(crate) fn allows_address(&self, address: IpAddr, port: u16) -> bool {
        let Target::Network(network) = &self.target else { return false };
        self.port.is_none_or(|allowed| allowed == port) && network.contains(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_public() {
        let public = [
            "1.1.1.1",
            "8.8.8.8",
            "93.184.216.34",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.167.0.1",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450:4007::200e",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
        ];
        let hidden = [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.1.2.3",
            "169.254.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "192.168.255.255",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2002:c0a8:1::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "fd00:ec2::254",
            "4000::1",
            "0:0:0:1::",
        ];
        for address in public {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in hidden {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[track_caller]
    fn check(allowed: &str, host: &str, address: &str, port: u16, expected: bool) {
        let rule: Allowed = allowed.parse().unwrap();
        let allows =
            rule.allows_host(host, port) || rule.allows_address(address.parse().unwrap(), port);
        assert_eq!(allows, expected, "{allowed} {host} {address} {port}");
    }

    #[test]
    fn the_operator_allows_networks_addresses_hosts_and_ports() {
        check("10.1.0.0/16", "a", "10.1.2.3", 80, true);
        check("10.1.0.0/16", "a", "10.2.2.3", 80, false);
        check("127.0.0.1:8000", "a", "127.0.0.1", 8000, true);
        check("127.0.0.1:8000", "a", "127.0.0.1", 8001, false);
        check("Model.internal", "model.INTERNAL", "10.0.0.1", 1, true);
        check("model.internal:80", "model.internal", "10.0.0.1", 81, false);
        check("model.internal", "xmodel.internal", "10.0.0.1", 80, false);
        check("[fd00::1]:8000", "a", "fd00::1", 8000, true);
        check("fd00::/8", "a", "fd12::1", 1, true);
        check("0.0.0.0/0", "a", "10.0.0.1", 1, true);
    }

    #[test]
    fn what_is_no_target_is_refused_with_an_example() {
        for text in ["", "http://x", "10.0.0.0/33", "a b", "x:port", "[::1]8"] {
            assert!(text.parse::<Allowed>().unwrap_err().contains("10.1.0.0/16"), "{text}");
        }
    }
}
