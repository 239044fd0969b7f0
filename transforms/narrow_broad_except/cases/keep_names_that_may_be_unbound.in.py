import json


def address(text: str) -> object:
    try:
        if ":" in text:
            port = int(text.split(":")[1])
        return json.dumps(port)
    except Exception:
        return None


def deleted(text: str) -> object:
    try:
        value = text
        del value
        return json.loads(value)
    except Exception:
        return None


def loop(texts: list[str]) -> int:
    try:
        for text in texts:
            last = text
        return int(last)
    except Exception:
        return 0
