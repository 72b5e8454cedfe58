"""Annual reports: form version, cells (each a query with its record ids), text, sign-off, export. Parsing others' files belongs to `audit`."""
