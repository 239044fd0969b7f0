"""A beat while the check waits: the copy does not see it, which the fix says."""


async def run(case, method, meanwhile):
    seen = []

    async def report(node):
        seen.append(node)
        if len(seen) == 1:
            meanwhile(beats)

    beats = case.Beats(report)
    beats.beat("a", 0.0)
    beats.beat("b", 0.0)
    await (beats.check(5.0) if method == "check" else beats.greet())
    return seen


async def scenario_fresh_beat(case):
    return await run(case, "check", lambda beats: beats.beat("b", 5.0))


async def scenario_greet_fresh_beat(case):
    return await run(case, "greet", lambda beats: beats.beat("b", 5.0))


async def scenario_greet_new(case):
    return await run(case, "greet", lambda beats: beats.beat("c", 5.0))


CHANGED = {
    "fresh_beat": (("returned", ["a"]), ("returned", ["a", "b"])),
    "greet_new": (("raised", "RuntimeError", "dictionary changed size during iteration"), ("returned", ["a", "b"])),
}
