from relay.ttl_mapping import TTLMapping
from relay import ttl_mapping

from .ttl_mapping import TTLMapping as Fading
from .other import TTLMapping as Another


class Hub:
    """Instead of a dict, what forgets by itself."""

    def __init__(self):
        self._seen: TTLMapping[str, list[int]] = TTLMapping(ttl=300.0)
        self._heard: Fading[str, list[int]] = Fading(ttl=300.0)
        self._felt: ttl_mapping.TTLMapping[str, list[int]] = ttl_mapping.TTLMapping(ttl=300.0)
        # Of a module that the settings do not name: what it does is not known.
        self._kept: Another[str, list[int]] = Another(ttl=300.0)

    def add(self, key: str, value: int) -> None:
        self._seen.setdefault(key, []).append(value)
        self._heard.setdefault(key, []).append(value)
        self._felt.setdefault(key, []).append(value)
        self._kept.setdefault(key, []).append(value)
