"""A client joins while another one is told."""


async def run(case, late):
    seen = []

    async def send(name):
        seen.append(name)
        if len(seen) == 1:
            case.join(late)

    case.join("a")
    case.join("b")
    await case.tell(send)
    return sorted(seen)


async def scenario_known(case):
    return await run(case, "a")


async def scenario_late(case):
    return await run(case, "c")


CHANGED = {
    "late": (("raised", "RuntimeError", "Set changed size during iteration"), ("returned", ["a", "b"])),
}
