import asyncio


class Feed:
    def __init__(self):
        self.first_item = asyncio.Event()

    async def head(self):
        note = """
        await self.first_item.wait()
        """
        await (
            # the publisher sets it with its first item
            self.first_item  # never cleared
            .wait()  # may take a while
            # and nothing follows
        )
        await self.first_item.wait(
            # no arguments
        )  # done
        return note
