class asyncio:
    @staticmethod
    async def sleep(seconds):
        return seconds


async def test_close_of_pool(pool):
    await pool.fill()
    pool.clear()


async def helper(pool):
    await asyncio.sleep(1)
    pool.clear()


def close(pool):
    pool.fill()
    pool.clear()
