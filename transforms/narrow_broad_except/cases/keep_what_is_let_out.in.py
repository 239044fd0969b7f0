import json


class ConfigError(Exception):
    """The configuration is broken."""


def strict(text: str) -> object:
    try:
        return json.loads(text)
    except Exception as error:
        raise ConfigError(text) from error


def cleaned(text: str, seen: list[str]) -> object:
    try:
        return json.loads(text)
    except Exception:
        seen.append(text)
        raise
