"""Files into text and HTML, records into files (DOCX, PDF by Typst). Knows no subject matter."""
