"""Who publishes and answers: the tree of agencies, the disclosure office with its guide, posts and staff,
permission by agency subtree, and the working calendar in force for this installation.

Documents and cases belong to other rooms.
"""
