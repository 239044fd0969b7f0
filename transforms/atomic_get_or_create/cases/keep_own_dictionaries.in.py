import asyncio


def group(pairs):
    groups = {}
    for key, value in pairs:
        if key not in groups:
            groups[key] = []
        groups[key].append(value)
    return groups


def options(**kwargs):
    if "timeout" not in kwargs:
        kwargs["timeout"] = 5
    return kwargs


async def fetch_all(names, fetch):
    results: dict[str, object] = {}
    for name in names:
        if name not in results:
            results[name] = await fetch(name)
    return results


async def fetch_together(names, fetch):
    results: dict[str, object] = {}

    async def one(name):
        if name not in results:
            results[name] = await fetch(name)

    await asyncio.gather(*(one(name) for name in names))
    return results


async def hand_over(names, fetch, watch):
    results: dict[str, object] = {}
    watch(results)
    for name in names:
        if name not in results:
            results[name] = await fetch(name)


SETTINGS: dict[str, int] = {}
if "limit" not in SETTINGS:
    SETTINGS["limit"] = 5


def nested(results):
    grouped = {}
    for result in results:
        grouped[result.name] = {"values": []}
        if grouped[result.name].get("tags") is None:
            grouped[result.name]["tags"] = [result.tag]
    return grouped
