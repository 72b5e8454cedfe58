"""Taking text and pixels out of files for good: replaced or removed, never covered. Knows no subject matter and no framework."""
