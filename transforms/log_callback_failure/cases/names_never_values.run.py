"""No value reaches the message."""


class Who:
    name = "n4me"


def bad(*given, **more):
    raise LookupError


def scenario_fails(module):
    door = module.Door()
    door._on_knock = door._on_token = door._on_many = bad
    door._hint = lambda: "h1nt"
    door._handlers = {"s3cret": bad}
    return door.knock(Who(), 1, token="t0ken", extra_word=2)


LOGGED = {
    "fails": [
        ("ERROR", "Callback self._on_knock(..., who.name, ..., *extra) failed in Door.knock [LookupError]"),
        ("ERROR", "Callback self._on_token(token=token, hint=..., **more), or what goes with it, failed"),
        ("ERROR", "Callback self._handlers[...](who) failed in Door.knock [LookupError]"),
        ("ERROR", "Callback self._on_many(who, who.name, token, extra, ...) failed in Door.knock [LookupError]"),
    ]
}
