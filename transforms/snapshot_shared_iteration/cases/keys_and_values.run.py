"""A new cell is put while the loop waits."""


class Posts:
    def __init__(self, meanwhile):
        self.seen, self.meanwhile = [], meanwhile

    async def __call__(self, cell):
        self.seen.append(cell)
        if len(self.seen) == 1:
            self.meanwhile()


async def run(case, method, meanwhile):
    posts = Posts(lambda: meanwhile(board))
    board = case.Board(posts)
    board.put("a", 1)
    board.put("b", 1)
    await getattr(board, method)()
    return posts.seen


async def scenario_same_cell(case):
    return [await run(case, method, lambda board: board.put("b", 2)) for method in ("names", "plain", "order")]


async def scenario_names(case):
    return await run(case, "names", lambda board: board.put("c", 2))


async def scenario_plain(case):
    return await run(case, "plain", lambda board: board.put("c", 2))


async def scenario_order(case):
    return await run(case, "order", lambda board: board.put("c", 2))


RAISED = ("raised", "RuntimeError", "dictionary changed size during iteration")
CHANGED = {
    "names": (RAISED, ("returned", ["a", "b"])),
    "plain": (RAISED, ("returned", ["a", "b"])),
    "order": (("raised", "RuntimeError", "OrderedDict mutated during iteration"), ("returned", ["", ""])),
}
