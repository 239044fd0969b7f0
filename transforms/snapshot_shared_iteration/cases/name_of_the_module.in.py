_CLIENTS: set[str] = set()


def join(name: str) -> None:
    _CLIENTS.add(name)


def leave(name: str) -> None:
    _CLIENTS.discard(name)


async def tell(send) -> None:
    for client in _CLIENTS:
        await send(client)
