from case import Board


def swap(board: Board, chalk: object) -> None:
    board.put("_chalk", chalk)
