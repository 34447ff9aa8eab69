"""What all ledgers share: currencies, countries, VAT rates, years and periods, credit, layouts of reports."""
