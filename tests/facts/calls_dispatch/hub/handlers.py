"""Handlers: each turns one message into a reply."""

from __future__ import annotations


class Handler:
    """What every handler can do."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.seen = 0

    # The dispatcher's handler may be an EchoHandler, which has its own.
    #: callers = super_answer, exact_answer
    #: possible = base_answer
    async def answer(self, message: str) -> str:
        self.remember(message)  #: @own_remember
        return message

    # No subclass replaces it.
    #: callers = own_remember, echo_remember, local_remember
    #: possible = probe_remember
    def remember(self, message: str) -> None:
        self.seen += len(message)

    # `self` may be an EchoHandler.
    #: callers = none
    #: possible = self_label
    def label(self) -> str:
        return self.topic

    #: callers = sub_describe
    def describe(self) -> str:
        return f"handler of {self.label()}"  #: @self_label


class EchoHandler(Handler):
    """Says everything again, louder."""

    #: callers = echo_answer
    #: possible = base_answer
    async def answer(self, message: str) -> str:
        self.remember(message)  #: @echo_remember
        plain = await super().answer(message)  #: @super_answer
        return plain.upper()

    #: callers = echo_label
    #: possible = self_label
    def label(self) -> str:
        return self.topic.upper()

    #: callers = none
    def banner(self) -> str:
        return f"*** {self.label()} ***"  #: @echo_label


class Oracle:
    """No handler, whatever its method is called."""

    #: callers = oracle_answer
    async def answer(self, question: str) -> str:
        return "maybe" if question else "no"
