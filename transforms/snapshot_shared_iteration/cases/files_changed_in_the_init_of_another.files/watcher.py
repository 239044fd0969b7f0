from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from case import State


class Watcher:
    def __init__(self, state: State) -> None:
        state._watchers.add(self)
