"""The statute as code: pure Python, dated, cited.

Belongs here: parameters with their article and dates, the working calendar, the legal clock, fees, outcomes,
remedies' limits, the versions of the report forms, the index-number grammar.
May not be here: Django, input or output beyond this package's data files, today's date, an agency's policy.
"""
