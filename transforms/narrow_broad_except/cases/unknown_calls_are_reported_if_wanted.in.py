import json


def load(source) -> object:
    try:
        return json.loads(source.read())
    except Exception:
        return None


def parse(text: str) -> object:
    try:
        return json.loads(text)
    except Exception:
        return None
