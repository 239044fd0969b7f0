from case import Hub

hub = Hub()
