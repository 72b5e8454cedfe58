"""The coverage map: what Arts 12, 20, 21 and 49 ask of an agency, what is there, how fresh it is, what is missing."""
