from case import Hub, Runner

hub = Hub(Runner())
