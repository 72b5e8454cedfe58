"""The only writers of the channels room, one file per matter."""
