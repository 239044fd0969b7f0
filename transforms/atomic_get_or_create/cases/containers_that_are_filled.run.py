"""What is stored is the same, and in the same order."""


def scenario_contents(module):
    board = module.Board(2)
    for room in ("a", "b", "a"):
        board.join(room, room * 2)
        board.write(room, 1, "x")
        board.count(room)
    sizes = [board.remember("a", line) for line in "xyz"]
    board.open("c")
    board.open("a")
    board.mark("a").append(7)
    return (
        {room: sorted(names) for room, names in board._members.items()},
        board._lines,
        sizes,
        list(board._recent["a"]),
        board.greet("a"),
        board.greet("d"),
        board._counts,
        list(board._members),
        board.mark("a"),
    )


def scenario_lists_are_not_shared(module):
    board = module.Board(2)
    return board.mark("a") is board.mark("b"), board.mark("a") is board.mark("a")
