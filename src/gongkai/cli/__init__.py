"""The command line: one face of the product. Commands call services and queries; no rule lives here."""

from gongkai.cli.root import main

__all__ = ["main"]
