"""A comment changes nothing."""


async def scenario_book(module):
    rooms = module.Rooms()
    return await rooms.book("blue"), await rooms.book("red"), len(rooms._rooms)
