//! What users are told who did not just speak, and conversations under other names.

use serde_json::{Value, json};

use super::world::{TOWN, texts, wait_until, world};

#[tokio::test]
async fn a_story_notifies_another_user_where_they_spoke_last_and_once() {
    let world = world().await;
    let other = "/io/test/town/bobs";
    world.web_channel(other, json!({})).await;
    // Bob has never spoken on the channel of those who call him.
    assert_eq!(world.say(other, "bob", "who am I").await, ["I do not know you."]);
    let mut bob = world.stream(&format!("{other}/sse?userId=bob"), &[]).await;
    let answer = world.say(TOWN, "ann", "please tell bob that I am here").await;
    assert_eq!(answer, ["Bob knows."]);
    assert_eq!(bob.next_text().await, "Somebody has come to see you.");
    // Nothing came twice: the next thing he hears is the next that is said.
    assert_eq!(world.say(other, "bob", "who am I").await, ["I do not know you."]);
    assert_eq!(bob.next_text().await, "I do not know you.");
}

#[tokio::test]
async fn stories_that_notify_each_other_come_to_an_end() {
    let world = world().await;
    let mut walker = world.stream(&format!("{TOWN}/sse?userId=walker"), &[]).await;
    assert_eq!(world.say(TOWN, "walker", "walk around the circle").await, ["Round it goes."]);
    for _ in 0..4 {
        assert_eq!(walker.next_text().await, "Round it goes.");
    }
    world.say(TOWN, "walker", "who am I").await;
    assert_eq!(walker.next_text().await, "I do not know you.");
}

#[tokio::test]
async fn a_program_notifies_a_user_wherever_they_spoke_last() {
    let world = world().await;
    let other = "/io/test/town/carols";
    world.web_channel(other, json!({})).await;
    world.say(other, "carol", "who am I").await;
    let mut carol = world.stream(&format!("{other}/sse?userId=carol"), &[]).await;
    let told = world
        .api("POST", "bots/test/town/notify", json!({"user": "carol", "intent": "visit"}))
        .await;
    assert_eq!(told["messages"].as_array().unwrap().len(), 1, "{told}");
    assert_eq!(carol.next_text().await, "Somebody has come to see you.");
}

async fn say_as(user: Value, text: &str) -> Vec<String> {
    let mut body = json!({"query": text, "locale": "en"});
    for (name, value) in user.as_object().unwrap() {
        body[name] = value.clone();
    }
    let answer = world().await.post(TOWN, &[], body).await;
    texts(&answer.json())
}

#[tokio::test]
async fn who_was_anonymous_goes_on_under_their_own_name() {
    let world = world().await;
    world.say(TOWN, "anonymous-7", "my name is Ada").await;
    assert_eq!(world.say(TOWN, "known-7", "who am I").await, ["I do not know you."]);
    let login = json!({"userId": "known-7", "previousUserId": "anonymous-7"});
    assert_eq!(say_as(login, "who am I").await, ["You are Ada."]);
    // It is theirs now, without being said again; and nobody else's.
    assert_eq!(world.say(TOWN, "known-7", "who am I").await, ["You are Ada."]);
    assert_eq!(world.say(TOWN, "known-8", "who am I").await, ["I do not know you."]);
}

#[tokio::test]
async fn users_of_a_group_share_a_conversation_and_keep_what_is_theirs() {
    let world = world().await;
    let member = |user: &str| json!({"userId": user, "groupId": "team"});
    let mut team = world.stream(&format!("{TOWN}/sse?userId=dora&groupId=team"), &[]).await;
    assert_eq!(say_as(member("dora"), "my name is Ada").await, ["Pleased to meet you."]);
    assert_eq!(say_as(member("emil"), "who am I").await, ["I do not know you."]);
    assert_eq!(say_as(member("dora"), "who am I").await, ["You are Ada."]);
    for expected in ["Pleased to meet you.", "I do not know you.", "You are Ada."] {
        assert_eq!(team.next_text().await, expected, "the group hears all of it");
    }
    // The group's conversation is nobody's own.
    assert_eq!(world.say(TOWN, "dora", "who am I").await, ["I do not know you."]);
    let one = async || {
        let path = "bots/test/town/conversations?user=group:team";
        world.api("GET", path, Value::Null).await["items"].as_array().unwrap().len() == 1
    };
    wait_until(one).await;
}
