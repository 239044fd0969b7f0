import asyncio
import weakref


async def beat() -> None:
    await asyncio.sleep(1)


class Pulse:
    def __init__(self) -> None:
        self.by_name: weakref.WeakValueDictionary = weakref.WeakValueDictionary()
        self.kept: dict[str, asyncio.Task] = {}
        self.last = None

    def in_a_weak_dictionary(self) -> None:
        self.by_name["first"] = asyncio.create_task(beat())

    def by_a_weak_reference(self) -> None:
        self.last = weakref.ref(asyncio.create_task(beat()))

    def in_a_dictionary_of_the_call(self) -> None:
        started = {}
        started["first"] = asyncio.create_task(beat())

    def beside_a_number(self) -> None:
        count, _ = 1, asyncio.create_task(beat())
        print(count)

    def in_a_dictionary(self) -> None:
        self.kept["first"] = asyncio.create_task(beat())

    async def in_a_dictionary_that_is_read(self) -> None:
        started = {}
        started["first"] = asyncio.create_task(beat())
        await asyncio.wait(started.values())

    async def beside_another(self) -> None:
        first, second = asyncio.create_task(beat()), asyncio.create_task(beat())
        await first
        await second
