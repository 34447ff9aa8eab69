"""All that Sage nests in the rows of the books: each matter adds its own to those that are there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company import (
    authorisations,
    bank_details,
    bank_postings,
    budget_profiles,
    nominal_postings,
    nominal_years,
    pop_deliveries,
    pop_lines,
    pop_links,
    purchase_postings,
    settings_details,
    tax_masks,
)

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables


def tables(office: Office, made: Tables) -> Tables:
    """Purchase orders with their lines, settings, banks, nominal years, and what postings are made of."""
    new = pop_lines.tables(office, made)
    new |= pop_deliveries.tables(office, made | new)
    new |= pop_links.tables(made | new)
    new |= settings_details.tables(office, made)
    new["country_code_tax_masks"] = tax_masks.country_code_tax_masks(made)
    new |= bank_details.tables(office, made)
    new |= nominal_years.tables(office, made)
    new["nominal_budget_profile_periods"] = budget_profiles.nominal_budget_profile_periods(office, made)
    new |= purchase_postings.tables(office, made)
    new |= authorisations.tables(made | new)
    new |= bank_postings.tables(office, made)
    return new | nominal_postings.tables(made | new)
