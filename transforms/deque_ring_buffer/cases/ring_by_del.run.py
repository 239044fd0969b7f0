async def scenario_the_last_ones_are_kept(module):
    found = []
    for keep in (0, 1, 3):
        journal = module.Journal(keep)
        for number in range(7):
            journal._queue.put_nowait(f"entry {number}")
        journal._queue.put_nowait("")
        await journal.write()
        found.append((list(journal._kept), journal.mentions("entry"), journal.mentions("6")))
    return found
