"""The report as a file: HTML, DOCX, PDF (from `printing.Printed`), open data and pictures (from `publications`)."""

from gongkai.reports.exports.html import html
from gongkai.reports.exports.paper import docx, pdf

__all__ = ["docx", "html", "pdf"]
