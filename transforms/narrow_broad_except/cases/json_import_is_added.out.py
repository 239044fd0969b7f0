"""Reads requests."""

import base64
import binascii
import json
from json import loads


def decode(text: str) -> dict:
    try:
        return loads(text)
    except json.JSONDecodeError as error:
        return {"error": str(error)}


def payload(token: bytes) -> bytes:
    try:
        return base64.b64decode(token)
    except binascii.Error:
        return b""


def anything(value):
    try:
        return loads(value)
    except (TypeError, UnicodeDecodeError, json.JSONDecodeError):
        return {}
