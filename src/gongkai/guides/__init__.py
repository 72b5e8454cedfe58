"""Service guides, their flow charts, the phone book, the printed handbook: read from declared documents. Keeps no records."""
