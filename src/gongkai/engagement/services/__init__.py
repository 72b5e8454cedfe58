"""The only writers of this room, one file for each subject."""
