"""The strings stay as they are; a failed send lets go of the page."""

import asyncio


async def scenario_text(case):
    sent = []

    async def send(text):
        sent.append(text)

    report = case.Report()
    return await report.heading("A", send), await report.heading("", send), sent


async def scenario_send_fails(case):
    async def send(text):
        raise OSError("gone")

    report = case.Report()
    try:
        await report.heading("A", send)
    except OSError:
        pass
    return report.text, report._page.locked()


CHANGED = {
    "send_fails": (
        ("returned", ("A\n  - - -\n", True)),
        ("returned", ("A\n  - - -\n", False)),
    ),
}
