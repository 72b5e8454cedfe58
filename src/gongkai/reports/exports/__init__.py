"""The report as a file: HTML, DOCX, PDF, all from one printed form (`printing.Printed`)."""

from gongkai.reports.exports.html import html
from gongkai.reports.exports.paper import docx, pdf

__all__ = ["docx", "html", "pdf"]
