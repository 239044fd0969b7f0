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
            asyncio.wait_for(self.first_item  # never cleared
            .wait(), timeout=30.0)  # may take a while
            # and nothing follows
        )
        await asyncio.wait_for(self.first_item.wait(
            # no arguments
        ), timeout=30.0)  # done
        return note
