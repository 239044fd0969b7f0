async def scenario_draw(case):
    tickets = case.Tickets(case.Courier())
    return await tickets.draw(2), await tickets.draw(3), tickets._next
