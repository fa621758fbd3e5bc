"""A bot for Palabre in Python. It needs one library: pip install websockets

    python bot.py ws://127.0.0.1:8080 KEY
"""

import asyncio
import json
import sys

import websockets

STORIES = {}


def story(intent):
    """Answers what an intent wants: the function returns texts, or messages."""

    def declare(answer):
        STORIES[intent] = answer
        return answer

    return declare


@story("greetings")
def greetings(request):
    return ["Hello from Python!"]


@story("biography")
def biography(request):
    people = [entity for entity in request["entities"] if entity["role"] == "person"]
    if not people:
        return ["Whom do you mean?"]
    return ["%s was an artist." % people[0]["content"]]


@story("rooms")
def rooms(request):
    title = {"text": "Blue room"}
    action = {"title": {"text": "Who is Claude Monet?"}}
    return [{"type": "card", "title": title, "actions": [action]}]


@story("unknown")
def unknown(request):
    return ["Python did not understand."]


def message(said):
    return {"type": "sentence", "text": {"text": said}} if isinstance(said, str) else said


def answer(data):
    request = data["botRequest"]
    story = STORIES.get(request["storyId"]) or STORIES["unknown"]
    return {
        "requestId": data["requestId"],
        "botResponse": {
            "storyId": request["storyId"],
            # What the conversation holds, as it shall stay.
            "entities": request["entities"],
            "messages": [message(said) for said in story(request)],
            "context": {"requestId": data["requestId"], "lastResponse": True},
        },
    }


async def talk(address, key):
    stories = [{"mainIntent": intent} for intent in STORIES]
    declared = {"requestId": "1", "botConfiguration": {"version": "V3", "stories": stories}}
    async with websockets.connect(address + "/" + key) as socket:
        await socket.send(json.dumps(declared))
        async for frame in socket:
            data = json.loads(frame)
            if "botRequest" in data:
                await socket.send(json.dumps(answer(data)))


async def main(address, key):
    while True:
        try:
            await talk(address, key)
        except (OSError, websockets.ConnectionClosed) as lost:
            print("connection lost:", type(lost).__name__, file=sys.stderr)
        await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
