"""Currencies, countries, VAT rates, financial years and periods, credit control, and report layouts."""
