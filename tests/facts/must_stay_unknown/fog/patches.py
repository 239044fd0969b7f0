"""Changes the radio from outside."""

from fog import radio
from fog.radio import Antenna


def install(transmitter, tuner, carrier) -> None:
    radio.transmit = transmitter
    radio.carrier = carrier
    Antenna.tune = tuner


def rewire(antenna: Antenna, copper) -> None:
    antenna.wire = copper  #: type `copper` = ?
