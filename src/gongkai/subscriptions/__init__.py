"""Who wants mail about new documents of a column or agency: confirmed addresses, issues sent. Knows no page."""
