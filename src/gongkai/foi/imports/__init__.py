"""Older registers of requests: how their columns are read. Pure but for the mapping files; written by `services.importing`."""
