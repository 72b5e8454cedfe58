"""Public views, one module per page group."""
