//! A bot in fifteen lines: `PALABRE_KEY=$(palabre keys --bot app/gare) cargo run --example hello`.

use palabre_client::{Bot, Bus};

#[tokio::main]
async fn main() -> Result<(), palabre_client::Error> {
    let key = std::env::var("PALABRE_KEY").expect("PALABRE_KEY is the bot's Bot API key");
    let bot = Bot::new()
        .on("greetings", |mut bus: Bus| async move {
            bus.say("Hello!").suggest("Which rooms are there?");
        })
        .unknown(|mut bus: Bus| async move {
            bus.say("I did not understand.");
        });
    bot.connect("ws://127.0.0.1:8080", &key).await
}
