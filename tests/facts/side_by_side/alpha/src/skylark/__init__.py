from .relay import Relay, connect

__all__ = ["Relay", "connect"]
