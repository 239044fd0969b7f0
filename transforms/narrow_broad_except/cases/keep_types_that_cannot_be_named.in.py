from json import loads as parse


def load(text: str, json: dict) -> object:
    try:
        return parse(text)
    except Exception:
        return json


def check(text: str) -> int:
    class Bad(Exception):
        pass

    try:
        if text == "":
            raise Bad(text)
        return 1
    except Exception:
        return 0


def shadowed(text: str, ValueError=KeyError) -> int:
    try:
        return int(text)
    except Exception:
        return 0
