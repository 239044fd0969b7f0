from case import Rooms


def test_drop() -> None:
    rooms = Rooms()
    rooms.seat("a")
    rooms.drop("a")
    rooms._seats.clear()
    assert rooms.count() == 0
