from case import Careful, Hub

hub, careful = Hub(), Careful()
