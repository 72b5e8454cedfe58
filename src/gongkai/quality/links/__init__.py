"""Where public documents lead: each address once, looked up here when it is our own, tried over the network when it is not."""
