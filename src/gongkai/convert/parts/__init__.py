"""Everything a file holds, hidden or not, part by part with its places: what is screened before anybody signs.

Unlike `convert.extract`, which reads what a person sees, nothing is left out here: comments, deleted and hidden text, properties,
files within files, pictures. Knows no subject matter and no framework.
"""
