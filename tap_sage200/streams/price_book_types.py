"""The price book: the fixed lists behind bands, discounts and the choice of a price."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import FIXED_LIST, table


class DiscountOrSurchargeTypes(ResourceStream):
    """Whether an agreement takes something off the price or adds to it."""

    name = "discount_or_surcharge_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class FlatRateOrQuantityBreakTypes(ResourceStream):
    """Whether a discount is the same for any quantity or grows with it."""

    name = "flat_rate_or_quantity_break_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class PriceBandTypes(ResourceStream):
    """Whom a price band is for."""

    name = "price_band_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class PricingTypes(ResourceStream):
    """What a price is for, such as one unit."""

    name = "pricing_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class SourceOfPriceTypes(ResourceStream):
    """Where the price on a line came from: price band, discount, typed in by hand (inferred)."""

    name = "source_of_price_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    DiscountOrSurchargeTypes,
    FlatRateOrQuantityBreakTypes,
    PriceBandTypes,
    PricingTypes,
    SourceOfPriceTypes,
)
