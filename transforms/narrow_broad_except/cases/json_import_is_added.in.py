"""Reads requests."""

import base64
from json import loads


def decode(text: str) -> dict:
    try:
        return loads(text)
    except Exception as error:
        return {"error": str(error)}


def payload(token: bytes) -> bytes:
    try:
        return base64.b64decode(token)
    except Exception:
        return b""


def anything(value):
    try:
        return loads(value)
    except Exception:
        return {}
