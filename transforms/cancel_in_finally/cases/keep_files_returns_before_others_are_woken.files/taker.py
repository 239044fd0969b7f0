from case import Pool


async def take(pool: Pool):
    await pool.ready.wait()
