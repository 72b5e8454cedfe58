"""The records of the subscriptions room."""
