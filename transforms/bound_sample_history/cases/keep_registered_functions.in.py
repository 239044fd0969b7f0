from typing import Callable


class Bus:
    def __init__(self) -> None:
        self._event_handlers: list[Callable[[str], None]] = []
        self._error_hooks = []
        self._events = []

    def on_event(self, handler: Callable[[str], None]) -> None:
        self._event_handlers.append(handler)

    def on_error(self, hook) -> None:
        self._error_hooks.append(hook)

    def on(self, run: Callable[[], None]) -> None:
        self._events.append(run)

    def emit(self, text: str) -> None:
        for handler in self._event_handlers:
            handler(text)
        for hook in self._error_hooks:
            hook(text)
        for run in self._events:
            run()
