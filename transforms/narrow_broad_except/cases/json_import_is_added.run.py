"""Bad input is still answered; what is no text at all now leaves `decode`."""


def scenario_bad_text(module):
    return module.decode("{")


def scenario_no_text(module):
    return module.decode(None)


def scenario_bad_token(module):
    return module.payload(b"x")


def scenario_anything(module):
    return [module.anything(value) for value in (None, b"\xff", "{", "[1]")]


MESSAGE = "the JSON object must be str, bytes or bytearray, not NoneType"
CHANGED = {"no_text": (("returned", {"error": MESSAGE}), ("raised", "TypeError", MESSAGE))}
