"""gongkai 公开: disclosure of government information for Chinese public authorities.

A statute at the bottom (`law`), faces at the top (`portal`, `cli`), each subject in a room of its own.
`docs/explanation/architecture.md` draws the layers; `pyproject.toml` holds them as import contracts.
"""

__version__ = "0.1.0"
