"""A panel of gauges, and things of unknown classes."""

from meter.gauge import Gauge


class PanelGauge(Gauge):
    def text(self) -> str:
        return f"note: {self._note}"  #: @note_sub


def reset(thing) -> None:
    thing.mark = 0


def age(thing, now: float) -> float:
    return now - thing.stamp


class Plain:
    def __init__(self) -> None:
        #: dead `self._shade` = ?
        self._shade = "grey"
        #: dead `self._width` = no
        self._width = 3

    def fields(self) -> dict[str, object]:
        return dict(self.__dict__)

    def wide(self) -> bool:
        return self._width > 2


class Lever:
    #: uses `angle` = write@angle_new, write@angle_set
    #: dead `angle` = yes
    angle = 0  #: @angle_new
    #: uses `stops` = write@stops_new, iterate@stops_max
    #: dead `stops` = no
    stops = (1, 2)  #: @stops_new

    def turn(self, angle: int) -> int:
        self.angle = angle  #: @angle_set
        # The parameter, not the attribute.
        return angle * 2

    def highest(self) -> int:
        return max(self.stops)  #: @stops_max
