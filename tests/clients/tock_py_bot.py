"""A bot that uses tock-py as it is published.

    python tock_py_bot.py socket KEY HOST PORT
    python tock_py_bot.py webhook PATH HOST PORT
"""

import asyncio
import logging
import sys

from tock.bot import TockBot
from tock.models import Attachment, AttachmentType, Card, Sentence
from tock.story import story


@story(intent="greetings")
def greetings(bus):
    bus.send(Sentence.Builder("Hello from tock-py!").add_suggestion("Which rooms are there?").build())


BORN = {"mozart": "1756", "monet": "1840"}


@story(intent="biography", other_starter_intents=[], secondary_intents=["birthdate"])
def biography(bus):
    entity = bus.entity("person")
    if entity is None:
        bus.send("Whom do you mean?")
        return
    who = entity.value.value
    if bus.is_intent("birthdate"):
        bus.send("%s was born in %s." % (who.capitalize(), BORN[who]))
    else:
        bus.send("%s was an artist." % who.capitalize())


@story(intent="rooms")
def rooms(bus):
    bus.send(
        Card.Builder()
        .with_title("Blue room")
        .with_sub_title("Claude Monet")
        .with_attachment("https://example.org/blue.png", AttachmentType.IMAGE)
        .add_action("Who is Claude Monet?")
        .add_action("The map", "https://example.org/map")
        .build()
    )


@story(intent="booking")
def booking(bus):
    entity = bus.entity("datetime")
    bus.send("When?" if entity is None else "Noted: %s." % entity.content)


@story(intent="unknown")
def not_understood(bus):
    bus.send("tock-py did not understand.")


def bot():
    return TockBot().namespace("test").register_stories(greetings, biography, rooms, booking, not_understood)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    # The library takes the event loop of the main thread, which newer Pythons no longer make.
    asyncio.set_event_loop(asyncio.new_event_loop())
    mode, key_or_path, host, port = sys.argv[1:]
    if mode == "socket":
        bot().start_websocket(apikey=key_or_path, host=host, port=int(port), protocol="ws")
    else:
        bot().start_webhook(host, key_or_path, int(port))
