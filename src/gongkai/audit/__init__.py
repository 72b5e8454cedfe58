"""Published annual reports of any era, read, checked and compared: what they state, with the phrase it stands in.

Reading and checking are pure and start no framework; keeping what was read, and the office's screens, are the room's own.
"""
