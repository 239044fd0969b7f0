"""The state does not stay CLOSING for ever; the text that spans lines is sent as it was."""


class Reader:
    def __init__(self, fails):
        self.fails = fails
        self.got = None

    def pause(self):
        pass

    async def finish(self, text):
        self.got = text
        if self.fails:
            raise ConnectionError("lost")


async def run(case, fails):
    reader = Reader(fails)
    feed = case.Feed([reader])
    try:
        await feed.wind_up()
        left = None
    except ConnectionError as error:
        left = str(error)
    return left, feed.state.name, reader.got


async def scenario_winds_up(case):
    return await run(case, False)


async def scenario_fails(case):
    return await run(case, True)


CHANGED = {
    "fails": (
        ("returned", ("lost", "CLOSING", "\nbye\n    bye\n")),
        ("returned", ("lost", "CLOSED", "\nbye\n    bye\n")),
    ),
}
