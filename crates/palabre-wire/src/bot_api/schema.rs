//! The committed JSON Schema of the Bot API, made from these types.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::*;

/// The union of [`crate::nlp::Value`], told apart by `@type`.
pub struct AnyValue;

impl JsonSchema for AnyValue {
    fn schema_name() -> Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What an entity means, told apart by `@type`: `string` (`value`, \
                `candidates`), `dateEntity` (`date`, `grain`), `dateIntervalEntity` (`date`, \
                `toDate`), `number` and `ordinal` (`value`), `amountOfMoney`, `distance`, \
                `volume` and `temperature` (`value`, `unit`), `duration` (`value`, ISO 8601), \
                `email`, `phoneNumber` and `url` (`value`), `customWrapper` (`klass`, `value`), \
                or another kind, which is carried as it comes.",
            "type": "object",
            "properties": {"@type": {"type": "string"}},
            "required": ["@type"]
        })
    }
}

impl JsonSchema for BotMessage {
    fn schema_name() -> Cow<'static, str> {
        "BotMessage".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let kind = |name: &str, body: Schema| {
            json_schema!({
                "allOf": [body],
                "type": "object",
                "properties": {"type": {"const": name}},
                "required": ["type"]
            })
        };
        let kinds = [
            kind("sentence", generator.subschema_for::<Sentence>()),
            kind("card", generator.subschema_for::<Card>()),
            kind("carousel", generator.subschema_for::<Carousel>()),
            kind("custom", generator.subschema_for::<Custom>()),
            kind("debug", generator.subschema_for::<Debug>()),
            kind("event", generator.subschema_for::<Event>()),
            generator.subschema_for::<Action>(),
        ];
        json_schema!({
            "description": "One thing that a program says or does, told apart by `type`.",
            "anyOf": kinds
        })
    }
}

impl JsonSchema for Action {
    fn schema_name() -> Cow<'static, str> {
        "Action".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Hands over to another story. Written by programs on the JVM with the \
                key `type` twice, first `action` and then `SWITCH_STORY`; either alone is \
                understood.",
            "type": "object",
            "properties": {
                "type": {"enum": ["action", "SWITCH_STORY"]},
                "parameters": {
                    "type": "object",
                    "properties": {
                        "switch_story_id": {"type": "string"},
                        "starter_intent": {"type": "string"}
                    },
                    "required": ["switch_story_id"]
                },
                "delay": {"type": "integer", "minimum": 0, "default": 0}
            },
            "required": ["type", "parameters"]
        })
    }
}

fn generated() -> String {
    let mut generator = SchemaGenerator::default();
    let request = generator.subschema_for::<RequestData>();
    let response = generator.subschema_for::<ResponseData>();
    let definitions: Value = generator.take_definitions(true).into();
    let schema = serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Bot API",
        "description": "What the platform sends to a bot program (`RequestData`) and what the \
            program sends back (`ResponseData`). One document per WebSocket frame, HTTP body or \
            server-sent event.",
        "anyOf": [request, response],
        "$defs": definitions,
    });
    format!("{schema:#}\n")
}

/// Run with `PALABRE_WRITE_GENERATED=1` to write the file again.
#[test]
fn the_committed_schema_is_what_the_types_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/bot-api.schema.json");
    let now = generated();
    if std::env::var_os("PALABRE_WRITE_GENERATED").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == now,
        "docs/reference/bot-api.schema.json is old: PALABRE_WRITE_GENERATED=1 cargo test -p wire"
    );
}
