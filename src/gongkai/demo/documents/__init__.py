"""The invented documents of the county: what they say, the archive of the published ones, and the ones in progress."""
