"""The demonstration county: invented, deterministic, made through the services of every room."""
