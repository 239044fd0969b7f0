CODINGS: dict[str, str] = {"gzip": "g"}


async def run(call) -> None:
    for name in CODINGS:
        await call(name)
