"""The public pages. Reads through queries, writes through services, holds no rule."""
