//! Bots without a server.

use palabre_client::{Bot, BotMessage, Bus, Rehearsal, Step, Story};

fn bot() -> Bot {
    let book = Story::new("book", |mut bus: Bus| async move {
        match bus.step() {
            Some("ask_date") => {
                bus.say(format!("Noted: {}.", bus.words("date").unwrap_or_default()));
                bus.forget("date");
            }
            _ => {
                bus.say("When?").suggest("tomorrow");
                bus.go_to_step("ask_date");
            }
        }
    });
    Bot::new()
        .story(book.starters(["reserve"]).secondary(["date"]).step(Step::new("ask_date")))
        .on("broken", |bus: Bus| async move {
            assert!(bus.text().is_none(), "a story that panics");
        })
        .on("slow", |mut bus: Bus| async move {
            bus.say("one").flush().say("two");
        })
        .unknown(|mut bus: Bus| async move {
            bus.say("?");
        })
}

fn user() -> Rehearsal {
    Rehearsal::new(bot())
        .understands("a table", "reserve")
        .understands_with("tomorrow", "date", [("date", "tomorrow")])
        .understands("break", "broken")
        .understands("slowly", "slow")
}

#[tokio::test]
async fn a_story_goes_on_at_its_step_with_what_was_said() {
    let mut user = user();
    let first = user.send("a table").await;
    assert_eq!(
        (first.texts(), first.suggestions()),
        (vec!["When?".into()], vec!["tomorrow".into()])
    );
    assert_eq!(user.step(), Some("ask_date"));
    assert_eq!(user.send("tomorrow").await.texts(), ["Noted: tomorrow."]);
    assert_eq!(user.words("date"), None, "the story forgot it");
}

#[tokio::test]
async fn an_intent_that_only_a_story_knows_reaches_it_while_it_is_current() {
    let mut user = user();
    assert_eq!(user.send("tomorrow").await.texts(), ["?"]);
    user.send("a table").await;
    assert_eq!(user.send("tomorrow").await.texts(), ["Noted: tomorrow."]);
}

#[tokio::test]
async fn every_answer_ends_with_a_last_frame() {
    let mut user = user();
    let broken = user.send("break").await;
    assert_eq!((broken.texts().len(), broken.frames.len()), (0, 1), "a panic is an empty answer");
    let slow = user.send("slowly").await;
    let last: Vec<bool> = slow.frames.iter().map(|frame| frame.is_last()).collect();
    assert_eq!(last, [false, true]);
    assert_eq!(user.send("what?").await.texts(), ["?"]);
}

#[tokio::test]
async fn pressing_is_answered_like_saying() {
    let mut user = user();
    assert_eq!(user.press("book?date=monday").await.texts(), ["When?"]);
    assert_eq!(user.words("date"), Some("monday"));
}

#[tokio::test]
async fn code_may_keep_a_story_from_answering_rewrite_what_is_said_and_add_to_it() {
    let bot = bot()
        .before(|bus: Bus| async move { bus.text() != Some("break") })
        .before(|mut bus: Bus| async move {
            let is_allowed = bus.text() != Some("slowly");
            if !is_allowed {
                bus.say("too slow");
            }
            is_allowed
        })
        .rewrite(|_, message| Some(message).filter(|it| *it != BotMessage::sentence("?")))
        .rewrite(|request, message| match message {
            BotMessage::Sentence(mut sentence) => {
                sentence.text.text.insert_str(0, &request.context.language);
                Some(BotMessage::Sentence(sentence))
            }
            other => Some(other),
        })
        .after(|mut bus: Bus| async move {
            bus.say("!");
        });
    let mut user = Rehearsal::new(bot)
        .understands("a table", "book")
        .understands("break", "broken")
        .understands("slowly", "slow");
    let mut said = Vec::new();
    for sentence in ["a table", "break", "slowly", "what?"] {
        said.push(user.send(sentence).await.texts());
    }
    let expected = [vec!["enWhen?", "en!"], vec!["en!"], vec!["entoo slow", "en!"], vec!["en!"]];
    assert_eq!(said, expected);
}

#[tokio::test]
async fn a_rewrite_that_panics_costs_the_answer_and_not_its_end() {
    let bot = bot().rewrite(|_, message| {
        assert_ne!(message, BotMessage::sentence("?"), "a rewrite that panics");
        Some(message)
    });
    let mut user = Rehearsal::new(bot).understands("a table", "book");
    let said = user.send("what?").await;
    assert_eq!((said.texts().len(), said.frames.len()), (0, 1));
    assert_eq!(user.send("a table").await.texts(), ["When?"]);
}
