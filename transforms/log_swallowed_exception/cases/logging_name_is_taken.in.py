import json


class logging:
    enabled = True


def decode_all(texts):
    if not logging.enabled:
        return []
    try:
        return json.loads(texts)
    except Exception:
        return []
