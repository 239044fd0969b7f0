def scenario_the_oldest_come_first(module):
    queues = module.Queues()
    for value in range(3):
        queues.put(value)
    taken = [(queues.wrapped(), queues.broken(), queues.commented()) for _ in range(2)]
    return taken, [list(kept) for kept in (queues._wrapped, queues._broken, queues._commented)]
