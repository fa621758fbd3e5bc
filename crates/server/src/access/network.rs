//! From where a request comes, through whatever proxies.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use outgoing::Network;

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The address of the machine: the one that connected, or the one that trusted proxies name.
    pub address: IpAddr,
    /// Whether the request itself came from this machine, through no proxy.
    pub local: bool,
}

impl Origin {
    /// Finds out.
    pub fn of(request: &Parts, trusted: &[Network]) -> Self {
        // Without a connection there is nobody to trust.
        let peer = request
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        Self::from_parts(peer, &request.headers, trusted)
    }

    fn from_parts(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> Self {
        let peer = peer.to_canonical();
        let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
        let proxied = ["x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via"]
            .iter()
            .any(|name| headers.contains_key(*name));
        let mut address = peer;
        if is_trusted(peer) {
            // The last entry was written by the nearest proxy. Go back as long as proxies that are
            // trusted wrote them; what stands before an entry of anybody else may be invented.
            let entries: Vec<&str> = headers
                .get_all("x-forwarded-for")
                .iter()
                .filter_map(|value| value.to_str().ok())
                .flat_map(|value| value.split(','))
                .collect();
            for entry in entries.iter().rev() {
                let Some(named) = read_address(entry.trim()) else { break };
                address = named;
                if !is_trusted(named) {
                    break;
                }
            }
        }
        Self { address, local: !proxied && peer.is_loopback() }
    }
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`.
fn read_address(text: &str) -> Option<IpAddr> {
    let address = text.parse::<IpAddr>().or_else(|_| text.parse::<SocketAddr>().map(|at| at.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(peer: &str, forwarded: &[&str], trusted: &[&str], address: &str, local: bool) {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        let origin = Origin::from_parts(peer.parse().unwrap(), &headers, &trusted);
        assert_eq!(origin, Origin { address: address.parse().unwrap(), local });
    }

    #[test]
    fn only_trusted_proxies_say_who_calls() {
        check("127.0.0.1", &[], &[], "127.0.0.1", true);
        check("::1", &[], &[], "::1", true);
        check("::ffff:127.0.0.1", &[], &[], "127.0.0.1", true);
        check("192.0.2.7", &[], &[], "192.0.2.7", false);
        // Nobody is trusted: the header is a claim of the caller.
        check("192.0.2.7", &["127.0.0.1"], &[], "192.0.2.7", false);
        check("127.0.0.1", &["127.0.0.1"], &[], "127.0.0.1", false);
        check("10.0.0.1", &["192.0.2.7"], &["10.0.0.0/8"], "192.0.2.7", false);
        // What the caller wrote stands before what the proxy added.
        check("10.0.0.1", &["1.1.1.1, 192.0.2.7"], &["10.0.0.0/8"], "192.0.2.7", false);
        check("10.0.0.1", &["1.1.1.1", "192.0.2.7, 10.0.0.2"], &["10.0.0.0/8"], "192.0.2.7", false);
        check("10.0.0.1", &["[2001:db8::1]:443"], &["10.0.0.1"], "2001:db8::1", false);
        check("10.0.0.1", &["nonsense"], &["10.0.0.0/8"], "10.0.0.1", false);
    }
}
