"""The wire format: one JSON object per line."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Message:
    """What a client hands in and a sink receives."""

    topic: str
    body: str
    id: str = field(default_factory=lambda: uuid4().hex)


def pack(values: dict[str, Any]) -> bytes:
    """An object as a line."""
    return json.dumps(values, separators=(",", ":")).encode() + b"\n"


def encode(message: Message) -> bytes:
    """A message as a line."""
    return pack(asdict(message))


def decode(line: bytes) -> Message:
    """The message on a line that has a topic."""
    values = json.loads(line)
    return Message(values["topic"], values.get("body", ""), values.get("id") or uuid4().hex)


def topic_of(line: bytes) -> str | None:
    """The topic of a raw line, or None where it has none."""
    try:
        return str(json.loads(line)["topic"])
    except Exception:
        return None
