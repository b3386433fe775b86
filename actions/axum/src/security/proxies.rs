//! Which peers are proxies whose forwarding headers are believed.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use http::request::Parts;

use super::origin::SiteOrigin;

/// Addresses of the proxies in front of the server; empty by default, so that nobody's `X-Forwarded-*` is believed.
///
/// Owned; an entry is an address (`10.0.0.7`) or a network (`10.0.0.0/8`, `fd00::/8`).
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<Network>);

#[derive(Debug, Clone, Copy)]
struct Network {
    address: IpAddr,
    prefix: u8,
}

impl TrustedProxies {
    /// Reads the entries.
    ///
    /// # Errors
    ///
    /// The first entry that is no address and no network.
    pub fn new<S: AsRef<str>>(entries: impl IntoIterator<Item = S>) -> Result<Self, String> {
        let networks = entries
            .into_iter()
            .map(|entry| Network::parse(entry.as_ref().trim()));
        networks.collect::<Result<_, _>>().map(Self)
    }

    /// Whether the connection of this request comes from one of them; never without `ConnectInfo`.
    #[must_use]
    pub fn sent(&self, parts: &Parts) -> bool {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        peer.is_some_and(|peer| self.contains(peer.0.ip()))
    }

    /// The origin the request was sent to, seen through the proxies.
    #[must_use]
    pub fn site_of(&self, parts: &Parts) -> Option<SiteOrigin> {
        let authority = parts.uri.authority().map(http::uri::Authority::as_str);
        SiteOrigin::of(&parts.headers, authority, self.sent(parts))
    }

    /// Whether a trusted proxy says that the visitor speaks https with it.
    pub(crate) fn say_https(&self, parts: &Parts) -> bool {
        !self.0.is_empty()
            && self
                .site_of(parts)
                .is_some_and(|site| site.https == Some(true))
    }

    fn contains(&self, address: IpAddr) -> bool {
        self.0
            .iter()
            .any(|network| network.contains(address.to_canonical()))
    }
}

impl Network {
    fn parse(entry: &str) -> Result<Self, String> {
        let wrong = || format!("`{entry}` is neither an address nor a network");
        let (address, prefix) = match entry.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().map_err(|_| wrong())?)),
            None => (entry, None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(width);
        if prefix > width {
            Err(wrong())
        } else {
            Ok(Self { address, prefix })
        }
    }

    fn contains(self, other: IpAddr) -> bool {
        match (self.address, other) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let rest = 32 - u32::from(self.prefix);
                u64::from(own.to_bits()) >> rest == u64::from(other.to_bits()) >> rest
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let rest = 128 - u32::from(self.prefix);
                own.to_bits().checked_shr(rest) == other.to_bits().checked_shr(rest)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TrustedProxies;

    #[test]
    fn networks_contain_their_addresses_only() {
        let proxies =
            TrustedProxies::new(["10.1.0.0/16", "192.0.2.7", "fd00::/8", "::/0"]).unwrap();
        for (address, inside) in [
            ("10.1.255.1", true),
            ("10.2.0.1", false),
            ("192.0.2.7", true),
            ("192.0.2.8", false),
            ("fd12::1", true),
        ] {
            assert_eq!(
                proxies.contains(address.parse().unwrap()),
                inside,
                "{address}"
            );
        }
        assert!(!TrustedProxies::default().contains("127.0.0.1".parse().unwrap()));
        assert!(
            TrustedProxies::new(["0.0.0.0/0"])
                .unwrap()
                .contains("203.0.113.9".parse().unwrap())
        );
        assert!(TrustedProxies::new(["10.0.0.0/33"]).is_err());
        assert!(TrustedProxies::new(["proxy.example"]).is_err());
    }
}
