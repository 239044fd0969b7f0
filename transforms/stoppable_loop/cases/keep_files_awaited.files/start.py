import asyncio

from case import main

asyncio.run(main())
