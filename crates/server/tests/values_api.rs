//! Values through the routes: the protocol of Duckling, and merging as programs written for Tock
//! ask for it.

#![expect(clippy::unwrap_used, reason = "a test's helper panics as its test does")]

mod served;

use serde_json::{Value, json};
use served::call;

#[tokio::test]
async fn programs_that_talk_to_duckling_can_switch() {
    let form = "locale=fr_FR&tz=Europe%2FParis&reftime=1772438400000\
        &dims=%5B%22time%22%2C%22amount-of-money%22%5D&text=%C3%A9t%C3%A9+%3A+demain+%C3%A0+8h+pour+20+euros";
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let answer = call("POST", "/duckling/parse", &headers, form).await;
    assert_eq!(answer.status, 200);
    let found = answer.json();
    assert_eq!(found[0]["body"], "demain à 8h");
    assert_eq!((&found[0]["start"], &found[0]["end"]), (&json!(6), &json!(17)));
    assert_eq!(found[0]["dim"], "time");
    assert_eq!(found[0]["value"]["value"], "2026-03-03T08:00:00.000+01:00");
    assert_eq!(found[0]["value"]["grain"], "hour");
    assert_eq!(found[1]["dim"], "amount-of-money");
    assert_eq!(found[1]["value"], json!({"value": 20, "unit": "EUR", "type": "value"}));
}

#[tokio::test]
async fn a_wrong_field_is_named_with_what_to_send() {
    for (form, says) in [
        ("", "`text`: missing"),
        ("text=a&locale=%3F", "`locale`"),
        ("text=a&tz=Moon%2FBase", "`tz`"),
        ("text=a&reftime=soon", "`reftime`"),
        ("text=a&dims=time", "`dims`"),
    ] {
        let answer = call("POST", "/duckling/parse", &[], form).await;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, 422, "{form}: {text}");
        assert!(text.contains(says), "{form}: {text}");
    }
}

/// The value held is `held` (with its words); then `said` is said.
async fn merged(language: &str, held: Value, said: Value) -> Value {
    let body = json!({
        "namespace": "app", "applicationName": "gare",
        "context": {"language": language, "referenceDate": "2026-03-02T09:00:00+01:00",
            "referenceTimezone": "Europe/Paris"},
        "entity": {"entityType": {"name": "duckling:datetime"}, "role": "departure"},
        "values": [held, said],
    });
    let answer = call("POST", "/rest/nlp/merge", &[], body.to_string()).await;
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

fn date(at: &str, grain: &str) -> Value {
    json!({"@type": "dateEntity", "date": at, "grain": grain})
}

#[tokio::test]
async fn what_is_said_completes_the_date_that_is_held() {
    let tomorrow = date("2026-03-03T00:00:00+01:00", "day");
    let next_month = date("2026-04-01T00:00:00+02:00", "month");
    let check = async |language: &str, held: &Value, said: (&str, Value), expected: Value| {
        let held = json!({"value": held, "content": "held", "initial": true});
        let (words, value) = said;
        let said = json!({"value": value, "content": words, "position": 0, "probability": 0.9});
        let answer = merged(language, held, said).await;
        assert_eq!(answer, json!({"value": expected, "content": words}), "{words}");
    };
    let at = |hour: &str| date(&format!("2026-03-02T{hour}:00+01:00"), "hour");
    let evening = |day: &str, after: &str| {
        json!({"@type": "dateIntervalEntity",
            "date": date(&format!("2026-03-{day}T18:00:00+01:00"), "hour"),
            "toDate": date(&format!("2026-03-{after}T00:00:00+01:00"), "hour")})
    };
    check("fr", &tomorrow, ("18h", at("18:00")), date("2026-03-03T18:00:00+01:00", "hour")).await;
    check("fr", &tomorrow, ("en soirée", evening("02", "03")), evening("03", "04")).await;
    check(
        "fr",
        &tomorrow,
        ("2 jours Après", date("2026-03-04T00:00:00+01:00", "day")),
        date("2026-03-05T00:00:00+01:00", "day"),
    )
    .await;
    check(
        "fr",
        &tomorrow,
        ("demain à 20h", date("2026-03-03T20:00:00+01:00", "hour")),
        date("2026-03-03T20:00:00+01:00", "hour"),
    )
    .await;
    check(
        "fr",
        &next_month,
        ("le 20", date("2026-03-20T00:00:00+01:00", "day")),
        date("2026-04-20T00:00:00+02:00", "day"),
    )
    .await;
    check(
        "fr",
        &tomorrow,
        ("le 20 02", date("2027-02-20T00:00:00+01:00", "day")),
        date("2027-02-20T00:00:00+01:00", "day"),
    )
    .await;
    check(
        "fr",
        &next_month,
        ("le jeudi", date("2026-03-05T00:00:00+01:00", "day")),
        date("2026-04-02T00:00:00+02:00", "day"),
    )
    .await;
    check("en", &tomorrow, ("at 6pm", at("18:00")), date("2026-03-03T18:00:00+01:00", "hour"))
        .await;
    check("en", &tomorrow, ("in the evening", evening("02", "03")), evening("03", "04")).await;
}
