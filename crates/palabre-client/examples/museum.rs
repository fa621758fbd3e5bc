//! Stories, an entity that lasts, cards, a growing text; over a socket or a webhook.
//!
//! `museum socket ADDRESS KEY`, `museum webhook ADDRESS`

use palabre_client::{Bot, Bus, Card, CardAction, Error, Story};

fn bot() -> Bot {
    let biography = Story::new("biography", |mut bus: Bus| async move {
        let Some(who) = bus.need("person", "Whom do you mean?") else { return };
        match bus.intent() {
            "birthdate" => bus.say(format!("{who} was born long ago.")),
            _ => bus.say(format!("{who} was an artist.")),
        };
    });
    Bot::new()
        .on("greetings", |mut bus: Bus| async move {
            bus.say("Hello from Rust!").suggest("Which rooms are there?");
        })
        .story(biography.secondary(["birthdate"]))
        .on("rooms", |mut bus: Bus| async move {
            let action = CardAction { title: "Who is Claude Monet?".into(), url: None };
            let title = Some("Blue room".into());
            bus.card(Card { title, actions: vec![action], ..Card::default() });
        })
        .on("booking", |mut bus: Bus| async move {
            bus.begin_stream();
            for piece in ["A visit, ", "then. ", "Noted."] {
                bus.piece(piece);
            }
            bus.end_stream();
        })
        .unknown(|mut bus: Bus| async move {
            bus.say("Rust did not understand.");
        })
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["socket", address, key] => bot().connect(address, key).await,
        ["webhook", address] => bot().listen(tokio::net::TcpListener::bind(address).await?).await,
        _ => {
            eprintln!("usage: museum socket ADDRESS KEY | museum webhook ADDRESS");
            std::process::exit(2);
        }
    }
}
