"""Both the inner and the outer clean-up run when the job cannot finish; what is logged after it is not."""


class Job:
    def __init__(self, error):
        self.error = error

    async def finish(self):
        if self.error:
            raise self.error


async def run(case, error):
    worker = case.Worker(Job(error))
    worker._seen.add(1)
    try:
        await worker.shutdown()
        left = None
    except RuntimeError as caught:
        left = str(caught)
    return left, worker._job is None, worker._open, worker._seen, worker.log


async def scenario_finishes(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, RuntimeError("stuck"))


CHANGED = {
    "fails": (("returned", ("stuck", False, True, {1}, [])), ("returned", ("stuck", True, False, set(), []))),
}
