"""Drafts into files, written byte by byte and not with the libraries that read them. Each writer says where every value went."""
