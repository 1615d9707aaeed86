"""Reporting guidelines as data, and what can be said of a case by them."""
