"""The handle is dropped also when closing it fails; the exception still reaches the caller."""


class Conn:
    def __init__(self, error):
        self.error = error

    async def aclose(self):
        if self.error:
            raise self.error


async def run(case, error):
    pool = case.Pool(Conn(error))
    try:
        await pool.close()
        left = None
    except Exception as caught:
        left = repr(caught)
    return left, pool._conn is None


async def scenario_closes(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, OSError("gone"))


CHANGED = {
    "fails": (("returned", ("OSError('gone')", False)), ("returned", ("OSError('gone')", True))),
}
