from dataclasses import dataclass


@dataclass
class Message:
    id: str
    body: bytes


class Outbox:
    def __init__(self) -> None:
        self._sent_at: dict[str, float] = {}
        self._tries: dict[str, list[float]] = {}

    def sent(self, message: Message, now: float) -> None:
        self._sent_at[message.id] = now
        self._tries.setdefault(message.id, []).append(now)

    def tries(self, message: Message) -> int:
        return len(self._tries.get(message.id, ()))

    def acknowledged(self, message_id: str) -> None:
        """Takes the time, too."""
        self._sent_at.pop(message_id, None)


async def on_ack(outbox: Outbox, message: Message) -> None:
    outbox.acknowledged(message.id)
