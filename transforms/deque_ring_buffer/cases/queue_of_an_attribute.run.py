async def scenario_in_order(module):
    dispatcher = module.Dispatcher()
    for item in "abcd":
        dispatcher.put(item)
    dispatcher.put_back("z")
    first = await dispatcher.drain()
    return first, await dispatcher.drain()


def scenario_old_turns_go(module):
    dispatcher = module.Dispatcher()
    return [dispatcher.expire(now) for now in (1.0, 2.0, 3.0, 1.5, 5.0, 5.0)]
