"""The review's pages of the back office."""
