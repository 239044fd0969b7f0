from case import Boxes, Halls, Rooms, Stalls


def rooms(made: Rooms, state: dict) -> None:
    for name, value in state.items():
        setattr(made, name, value)


def halls(made: Halls, state: dict) -> None:
    made.__dict__ = state


def given(made, **values) -> None:
    made.__dict__.update(values)


def boxes(made: Boxes, chairs: dict) -> None:
    given(made, _chairs=chairs)


def stalls(made: Stalls) -> dict:
    return dict(made.__dict__)
