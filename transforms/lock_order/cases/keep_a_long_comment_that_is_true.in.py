import asyncio


class Pool:
    def __init__(self) -> None:
        # Lock order: _dialing_a_new_one, then
        #     _handing_out_old_ones.
        self._dialing_a_new_one = asyncio.Lock()
        self._handing_out_old_ones = asyncio.Lock()

    async def acquire(self) -> None:
        async with self._dialing_a_new_one:
            async with self._handing_out_old_ones:
                await asyncio.sleep(0)
