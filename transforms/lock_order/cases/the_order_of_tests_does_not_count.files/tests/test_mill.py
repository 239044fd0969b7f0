from case import Mill


async def test_the_other_way_round() -> None:
    mill = Mill()
    async with mill._stone:
        async with mill._wheel:
            pass
