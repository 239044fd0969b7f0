"""A small message relay: lines come in over TCP and go out to the sinks of their topic."""

__version__ = "0.3.1"
