import json


def load(text: str) -> object:
    try:
        return json.loads(text)
    except:
        return None


def base(text: str) -> object:
    try:
        return json.loads(text)
    except BaseException:
        return None


def pair(text: str) -> object:
    try:
        return json.loads(text)
    except (Exception, KeyboardInterrupt):
        return None


def narrow(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def split(text: str) -> None:
    try:
        json.loads(text)
    except* Exception:
        pass


def followed(text: str) -> object:
    try:
        return json.loads(text)
    except Exception:
        return None
    except BaseException:
        return 1


def shadowed(text: str, Exception=ValueError) -> object:
    try:
        return json.loads(text)
    except Exception:
        return None
