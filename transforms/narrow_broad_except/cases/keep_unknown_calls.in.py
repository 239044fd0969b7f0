import asyncio
import json


async def serve(handler, request, reader: asyncio.StreamReader) -> None:
    try:
        await handler(request)
    except Exception:
        pass
    try:
        data = await reader.read(100)
        handler.feed(data)
    except Exception:
        pass
    try:
        json.loads(request.text)
    except Exception:
        pass
    try:
        await asyncio.wait_for(handler(request), 5)
    except Exception:
        pass
    try:
        reader.read(100)
    except Exception:
        pass
