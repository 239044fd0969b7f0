"""A semaphore lets several in."""


async def run(case, late):
    crawl = case.Crawl()
    await crawl.add("a")
    await crawl.add("b")

    async def get(page):
        if late:
            await crawl.add(late)

    return await crawl.visit(get)


async def scenario_quiet(case):
    return await run(case, None)


async def scenario_known(case):
    return await run(case, "b")


async def scenario_late(case):
    return await run(case, "c")


CHANGED = {
    "late": (("raised", "RuntimeError", "dictionary changed size during iteration"), ("returned", ["a", "b"])),
}
