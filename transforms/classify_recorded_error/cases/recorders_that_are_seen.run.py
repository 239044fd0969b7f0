"""The breaker counts as before, and each failure is logged once."""


class Bad:
    def fetch(self):
        raise ConnectionError("gone")


async def scenario_fails(module):
    import breaker

    client = module.Client(breaker.Breaker())
    client.ask(Bad())
    await client.ask_later(Bad())
    client.ask_twice(Bad())
    return len(client._breaker.errors), client._breaker.open, client._misses, client.rows


LOGGED = {
    "fails": [
        ("WARNING", "source.fetch() failed in Client.ask [ConnectionError]"),
        ("WARNING", "source.fetch() failed in Client.ask_later [ConnectionError]"),
        ("WARNING", "source.fetch() failed in Client.ask_twice [ConnectionError]"),
    ]
}
