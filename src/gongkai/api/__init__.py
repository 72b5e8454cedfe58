"""The face for programs: keys, open data, what other systems hand in. Rules and writes belong to the rooms."""
