"""The append-only event base with its hash chain, and its verification.

What an event means belongs to the room that appends it.
"""
