class Internal(dict):
    """Values that the addon's own code writes past a lock that refuses them to every client.

    The type itself is the key: whatever a client sends arrives as a plain dict, and no context makes one of these.
    """
