"""The same locks."""


async def scenario_locks(module):
    layouts = module.Layouts()
    layouts.nested(["a", "", "b"])
    await layouts.held("c")
    await layouts.held("c")
    return (
        layouts.commented("a") is layouts.one_line("a"),
        layouts.long("a") is layouts.long("a"),
        list(layouts._locks),
    )
