"""How tokens travel between this service and its clients."""
