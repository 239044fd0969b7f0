"""Turnstiles of a small station."""

from .gates import Gate, Ticket
from .gates import Gate as StationGate
from .state import State
from .registry import Registry, open_registry

__all__ = ["Gate", "Registry", "State", "StationGate", "Ticket", "open_registry"]
