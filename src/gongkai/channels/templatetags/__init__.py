"""Filters of the channels room's templates."""
