//! Addresses that try to make the platform call its own machine or network. A canary listens
//! there, and must never be reached.

use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

/// Hosts that are, or might be taken for, this machine, a private network or a cloud's metadata.
const HOSTS: [&str; 74] = [
    // This machine, in all its spellings.
    "127.0.0.1",
    "127.0.0.2",
    "127.255.255.254",
    "127.1",
    "127.0.1",
    "127.0.0.1.",
    "2130706433",
    "0x7f000001",
    "0X7F.0.0.1",
    "0x7f.1",
    "0177.0.0.1",
    "00000177.0.0.1",
    "017700000001",
    "127.0.0.0x1",
    "127.0.0.01",
    "127.00.00.01",
    "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1",
    "①②⑦.⓪.⓪.①",
    "１２７.０.０.１",
    "127。0。0。1",
    "127．0．0．1",
    "0",
    "0.0.0.0",
    "0.0",
    "0x0",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "LocalHost",
    "loc%61lhost",
    "ip6-localhost",
    "ip6-loopback",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::0001]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2002:7f00:0001:0:0:0:0:1]",
    "[2001:0:7f00:1::]",
    // Private networks and reserved ranges.
    "10.0.0.1",
    "10.255.255.255",
    "167772161",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.1.1",
    "3232235777",
    "100.64.0.1",
    "198.18.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "203.0.113.1",
    "224.0.0.1",
    "255.255.255.255",
    "[fc00::1]",
    "[fd12:3456:789a::1]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[2001:db8::1]",
    // Where clouds give away credentials.
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "[fd00:ec2::254]",
    "[::ffff:169.254.169.254]",
];

/// Whole addresses that are refused whatever they lead to.
const ADDRESSES: [&str; 11] = [
    "file:///etc/passwd",
    "ftp://example.org/",
    "gopher://127.0.0.1:70/_x",
    "unix:/run/docker.sock",
    "data:text/plain,x",
    "javascript:alert(1)",
    "http://user:password@example.org/",
    "http://example.org@127.0.0.1/",
    "http://127.0.0.1#@example.org/",
    "http://",
    "",
];

fn client(names: Arc<dyn Names>) -> Outgoing {
    Outgoing::with_names(Options { answer_bytes_max: 100, ..Options::default() }, names).unwrap()
}

async fn call(client: &Outgoing, url: &str) -> Error {
    client.post_json(url, &[], &json!({}), Duration::from_millis(500)).await.unwrap_err()
}

fn canary() -> (TcpListener, u16) {
    let canary = TcpListener::bind("0.0.0.0:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let port = canary.local_addr().unwrap().port();
    (canary, port)
}

/// A name server that tells lies: each answer follows the one before.
struct Lies {
    answers: Vec<&'static str>,
    asked: AtomicUsize,
}

impl Lies {
    fn new(answers: &[&'static str]) -> Arc<Self> {
        Arc::new(Self { answers: answers.to_vec(), asked: AtomicUsize::new(0) })
    }
}

impl Names for Lies {
    fn look_up(&self, _: String) -> LookedUp {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst).min(self.answers.len() - 1);
        let answer = self.answers[turn].split(' ');
        let found = answer.map(|address| SocketAddr::new(address.parse().unwrap(), 0)).collect();
        Box::pin(async move { Ok(found) })
    }
}

#[tokio::test]
async fn no_spelling_of_an_address_reaches_this_machine() {
    let (canary, port) = canary();
    let client = client(Arc::new(SystemNames));
    for host in HOSTS {
        let error = call(&client, &format!("http://{host}:{port}/x")).await;
        // A name that this machine does not know leads nowhere either.
        let refused = matches!(error, Error::NotPublic { .. } | Error::Address(_));
        assert!(refused || matches!(error, Error::Unreachable { .. }), "{host}: {error}");
    }
    for address in ADDRESSES {
        let error = call(&client, address).await;
        assert!(matches!(error, Error::Address(_) | Error::NotPublic { .. }), "{address}: {error}");
    }
    assert!(canary.accept().is_err(), "the canary was reached");
    println!("{} forged addresses, canary reached 0 times", HOSTS.len() + ADDRESSES.len());
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_called_whenever_it_does() {
    let (canary, port) = canary();
    let url = format!("http://rebind.example:{port}/x");
    for answers in [
        &["127.0.0.1"][..],
        &["::1"],
        &["::ffff:127.0.0.1"],
        &["169.254.169.254"],
        &["10.0.0.1 127.0.0.1"],
    ] {
        let names = Lies::new(answers);
        let client = client(names.clone());
        for _ in 0..3 {
            let error = call(&client, &url).await;
            assert!(matches!(error, Error::NotPublic { .. }), "{answers:?}: {error}");
        }
        assert!(names.asked.load(Ordering::SeqCst) >= 3);
    }
    assert!(canary.accept().is_err(), "the canary was reached");
}

#[tokio::test]
async fn a_name_that_changes_between_two_looks_gains_nothing() {
    // What a look gives is what is dialled: the check and the dial share it.
    let names = Lies::new(&["93.184.216.34", "127.0.0.1", "127.0.0.1 93.184.216.34"]);
    let options = Arc::new(Options::default());
    let resolver = GuardedResolver { options, names };
    let look = async || {
        let name = "rebind.example".parse::<Name>().unwrap();
        let found = resolver.resolve(name).await.ok()?;
        Some(found.map(|address| address.ip().to_string()).collect::<Vec<_>>())
    };
    assert_eq!(look().await, Some(vec!["93.184.216.34".to_owned()]));
    assert_eq!(look().await, None);
    assert_eq!(look().await, Some(vec!["93.184.216.34".to_owned()]));
}

#[tokio::test]
async fn no_redirect_leads_inside() {
    let (canary, port) = canary();
    for status in ["301", "302", "303", "307", "308"] {
        let vendor = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let vendor_port = vendor.local_addr().unwrap().port();
        let answer = format!(
            "HTTP/1.1 {status} Moved\r\nlocation: http://127.0.0.1:{port}/\r\ncontent-length: 0\r\n\r\n"
        );
        let served = tokio::spawn(async move {
            let (mut stream, _) = vendor.accept().await.unwrap();
            let mut request = [0; 4096];
            let _read = stream.read(&mut request).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
        });
        // The operator allows the vendor; where it points to is not called even so.
        let allowed = vec![format!("127.0.0.1:{vendor_port}").parse().unwrap()];
        let options = Options { allowed, answer_bytes_max: 100, ..Options::default() };
        let client = Outgoing::new(options).unwrap();
        let error = call(&client, &format!("http://127.0.0.1:{vendor_port}/")).await;
        assert!(matches!(error, Error::Status { .. }), "{status}: {error}");
        served.await.unwrap();
    }
    assert!(canary.accept().is_err(), "the canary was reached");
}
