"""Ships that fail: one WARNING record for each try body, beside what it logs itself."""


class Ship:
    async def hail(self):
        raise OSError("no answer")

    async def log_in(self):
        raise PermissionError("no")


class Friend:
    async def hail(self):
        return "aye"


async def scenario_launch(module):
    return await module.Fleet().launch([Ship()])


async def scenario_hail(module):
    return await module.Fleet().hail(Ship())


async def scenario_friendly_hail(module):
    return await module.Fleet().hail(Friend())


async def scenario_board(module):
    return await module.Fleet().board(Ship())


async def scenario_dock(module):
    return await module.Fleet().dock(Ship())


LOGGED = {
    "launch": [
        ("WARNING", "Failed between logger.info() and asyncio.gather() in Fleet.launch [AttributeError]")
    ],
    "dock": [("WARNING", "Failed between Berth() and logger.info() in Fleet.dock [AttributeError]")],
    "hail": [("WARNING", "Failed between ship.hail() and logger.info() in Fleet.hail [OSError]")],
    "board": [("WARNING", "ship.log_in() failed in Fleet.board [PermissionError]")],
}
