"""Matters that other systems handle (办件): brought in, looked up by number, published masked, counted for being in time."""
