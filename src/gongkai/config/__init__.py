"""Settings and entry points: which engines this installation uses. Policy is data and lives in the rooms."""
