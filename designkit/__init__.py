"""designkit: a workbook in which a team designs a database."""

__version__ = "0.1.0"
