"""How often public pages were opened: daily totals without bots, repeats or personal data."""
