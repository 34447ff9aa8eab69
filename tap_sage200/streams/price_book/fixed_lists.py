"""The price book: the fixed lists behind bands, discounts and the choice of a price."""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.shared.named_values import PRICE_BAND_TYPES, PRICING_TYPES


class DiscountOrSurchargeTypes(FixedList):
    """Whether an agreement takes something off the price or adds to it."""

    name = "discount_or_surcharge_types"
    introduced = "2021-07-26"


class FlatRateOrQuantityBreakTypes(FixedList):
    """Whether a discount is the same for any quantity or grows with it."""

    name = "flat_rate_or_quantity_break_types"
    introduced = "2021-11-08"


class PriceBandTypes(FixedList):
    """Whom a price band is for."""

    name = "price_band_types"
    introduced = "2021-07-26"
    known_values = PRICE_BAND_TYPES


class PricingTypes(FixedList):
    """What a price is for, such as one unit. The id of `EnumTradePricingTypeUnitPrice` is 0 (seen)."""

    name = "pricing_types"
    introduced = "2021-11-08"
    known_values = PRICING_TYPES


class SourceOfPriceTypes(FixedList):
    """Where the price on a line came from: price band, discount, typed in by hand (inferred)."""

    name = "source_of_price_types"
    introduced = "2021-11-08"
