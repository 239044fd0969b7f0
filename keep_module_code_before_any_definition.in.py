from asyncio import ensure_future as go

from app import main

go(main())


def later():
    """Too late."""
