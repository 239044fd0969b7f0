class Message:
    def __init__(self) -> None:
        self._parts: dict[str, str] = {}


def build(texts: list[str]) -> Message:
    message = Message()
    for text in texts:
        message._parts[text] = text
    return message
