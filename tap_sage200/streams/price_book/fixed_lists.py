"""The fixed lists of the price book: price bands, discounts and sources of prices."""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.shared.named_values import PRICE_BAND_TYPES, PRICING_TYPES


class DiscountOrSurchargeTypes(FixedList):
    """Whether an agreement reduces or increases the price."""

    name = "discount_or_surcharge_types"
    introduced = "2021-07-26"


class FlatRateOrQuantityBreakTypes(FixedList):
    """Whether a discount is the same for all quantities or has quantity breaks."""

    name = "flat_rate_or_quantity_break_types"
    introduced = "2021-11-08"


class PriceBandTypes(FixedList):
    """Whether a price band applies to all customers or to selected customers."""

    name = "price_band_types"
    introduced = "2021-07-26"
    known_values = PRICE_BAND_TYPES


class PricingTypes(FixedList):
    """What a price applies to, such as one unit. `EnumTradePricingTypeUnitPrice` has the id 0 (seen)."""

    name = "pricing_types"
    introduced = "2021-11-08"
    known_values = PRICING_TYPES


class SourceOfPriceTypes(FixedList):
    """Source of the price on a line: price band, discount or manual entry (inferred)."""

    name = "source_of_price_types"
    introduced = "2021-11-08"
