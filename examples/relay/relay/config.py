"""Settings of the relay: defaults, overridden by ``RELAY_*`` variables."""

from __future__ import annotations

import os
from dataclasses import dataclass

try:
    import resource
except ImportError:
    resource = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class RelayConfig:
    """Everything that an operator can turn."""

    host: str = "127.0.0.1"
    port: int = 0
    workers: int = 3
    queue_size: int = 64
    session_limit: int = 100
    history: int = 200
    lease_ttl: float = 5.0
    deliver_timeout: float = 2.0
    heartbeat: float = 0.0


def _env_int(name: str, default: int) -> int:
    """A whole number from the environment."""
    try:
        return int(os.environ.get(name, default))
    except Exception:
        return default


def load_config() -> RelayConfig:
    """The settings in force."""
    return RelayConfig(port=_env_int("RELAY_PORT", 0), workers=_env_int("RELAY_WORKERS", 3))


def file_limit() -> str:
    """The limit of open files, as the start banner prints it."""
    try:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    except Exception:
        return "unknown"
    return f"{soft}/{hard}"
