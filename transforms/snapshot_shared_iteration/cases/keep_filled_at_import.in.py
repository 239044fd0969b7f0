_HANDLERS: dict[str, str] = {}
_HANDLERS["a"] = "A"
_HANDLERS.update(b="B")


async def run(call) -> None:
    for name in _HANDLERS:
        await call(name)
