"""A link is put while another one is closed: to a new address, and to the same one."""


async def run(case, address):
    seen = []

    async def close(link):
        seen.append(link)
        if len(seen) == 1:
            pool.put(address, "late")

    pool = case.Pool(close)
    pool.put("x", "1")
    pool.put("y", "2")
    await pool.close_all()
    return sorted(seen)


async def scenario_new_address(case):
    return await run(case, "z")


async def scenario_same_address(case):
    return await run(case, "x")


async def scenario_address_to_come(case):
    return await run(case, "y")


CHANGED = {
    "new_address": (
        ("raised", "RuntimeError", "dictionary changed size during iteration"),
        ("returned", ["1", "2"]),
    ),
    "same_address": (("raised", "RuntimeError", "Set changed size during iteration"), ("returned", ["1", "2"])),
}
