import asyncio


class Report:
    def __init__(self):
        self._page = asyncio.Lock()
        self.text = ""

    async def heading(self, name, send):
        async with self._page:  # one writer
            # The heading comes first.
            self.text += f"""\
{name}
  - - -
"""

            if name:
                # Names are sent, too.
                await send("""
name:
    """ + name)

        # What follows needs no lock.
        return self.text
