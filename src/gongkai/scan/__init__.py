"""Text in, findings with spans out: personal data, marks of secrecy, words that must not stand there. Pure: no storage, no files.

May not hold: the decision to publish, a dictionary of its own (words are given), anything of the framework.
"""
