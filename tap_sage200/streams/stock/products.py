"""Stock control: products, product groups and units, and the lists that they use."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    SPARE_FIELDS,
    Column,
    enum,
    expanded,
    flag,
    identifier,
    money,
    percent,
    professional,
    quantity,
    rate,
    reference,
    since,
    since_each,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.named_values import (
    AUTO_GENERATE_OPTION_TYPES,
    BOM_ITEM_TYPES,
    COSTING_METHOD_TYPES,
    FULFILMENT_METHOD_TYPES,
    FULFILMENT_SEQUENCE_TYPES,
    LABEL_PRINTING_OPTION_TYPES,
    LANDED_COSTS_TYPES,
    PRODUCT_STATUS_TYPES,
    PRODUCT_TYPES,
    TIME_UNIT_TYPES,
    TRACEABLE_TYPES,
)

TRACEABILITY: tuple[Column, ...] = (
    enum("traceable_type", "How goods are traced: by batch, by serial number or not at all.", values=TRACEABLE_TYPES),
    flag("sale_from_single_batch"),
    flag("allow_duplicate_numbers"),
    flag("uses_alternative_ref"),
    flag("uses_sell_by_date"),
    flag("uses_use_by_date"),
)

LANDED_COSTS: tuple[Column, ...] = (
    enum(
        "landed_costs_type",
        "How landed costs (freight, duty and similar) are added to the cost, if at all.",
        values=LANDED_COSTS_TYPES,
    ),
    percent("landed_costs_percentage", "Percentage of the goods value."),
    money("landed_costs_per_item", "Per unit, in the base currency (inferred)."),
)

_RULES: tuple[Column, ...] = since(
    "2021-03-15",
    flag("use_description_on_documents", "Whether documents show the description instead of the name (inferred)."),
    flag("use_reverse_charge_vat_rules"),
    whole("stocktake_cycle_period", "Days between counts; 0 for no cycle (inferred)."),
    *professional(enum("label_printing_option_type", values=LABEL_PRINTING_OPTION_TYPES)),
)

_GIVEN = "Default for new products in the group."


class AutoGenerateSeparators(ResourceStream):
    """A separator between the parts of a batch or serial number that Sage generates."""

    name = "auto_generate_separators"
    introduced = "2020-09-16"
    schema = table(identifier("id"), text("name"), text("separator_character"), *AUDIT)


class BomCostHeadings(ResourceStream):
    """A cost heading for built products."""

    name = "bom_cost_headings"
    introduced = "2021-07-26"
    timestamps = ()
    schema = table(
        identifier("id"),
        enum("bom_cost_heading_type", "Type of cost, such as labour or machines (inferred)."),
        text("name"),
        percent("markup", "Percentage added to the cost (documented)."),
        percent("overhead_recovery_percent"),
        flag("reserved", "Whether the heading is reserved for Sage's own use (inferred)."),
        timestamp("date_time_created", "Timestamp of creation, UTC."),
    )


class ProductGroups(ResourceStream):
    """A product group. It sets how its products are costed, counted and traced."""

    name = "product_groups"
    schema = table(
        identifier("id"),
        text("code"),
        text("description"),
        enum("product_type", "Stocked goods, or services and other non-stock items.", values=PRODUCT_TYPES),
        *since(
            "2020-09-16",
            enum(
                "costing_method",
                "Costing method: first in first out, average, standard or actual cost.",
                values=COSTING_METHOD_TYPES,
            ),
        ),
        *since(
            "2021-07-26", flag("this_is_the_sop_product_group", "Whether sales orders sell from the group (inferred).")
        ),
        *since("2021-03-15", *professional(flag("keep_movement_history"))),
        *professional(flag("can_levels_go_negative")),
        *since(
            "2021-03-15",
            flag("can_over_allocate_negative_stock"),
            *professional(
                flag("do_items_use_units", "Whether products can be bought, stocked and sold in different units.")
            ),
        ),
        *since(
            "2020-09-16",
            *professional(flag("selling_quantities_use_multiple_units"), flag("selling_prices_use_multiple_units")),
        ),
        *since(
            "2021-03-15",
            *professional(flag("buying_quantities_use_multiple_units"), flag("buying_prices_use_multiple_units")),
            flag("do_items_use_markup"),
            flag("use_landed_costs"),
            *LANDED_COSTS,
        ),
        *_RULES,
        *professional(
            *since_each(
                TRACEABILITY,
                traceable_type="2021-03-15",
                sale_from_single_batch="2021-07-26",
                allow_duplicate_numbers="2021-07-26",
                uses_alternative_ref="2021-07-26",
                uses_sell_by_date="2021-07-26",
                uses_use_by_date="2021-07-26",
            )
        ),
        *since(
            "2021-03-15",
            *expanded("stock_nominal_code", reference("stock_nominal_code_id", "nominal_codes", _GIVEN)),
            *expanded("revenue_nominal_code", reference("revenue_nominal_code_id", "nominal_codes", _GIVEN)),
            *professional(
                *expanded("accrual_nominal_code", reference("accrual_nominal_code_id", "nominal_codes", _GIVEN)),
                *expanded("issue_nominal_code", reference("issue_nominal_code_id", "nominal_codes", _GIVEN)),
            ),
        ),
        *since(
            "2021-07-26",
            *expanded("base_unit", reference("base_unit_id", "units", _GIVEN)),
            *expanded("stock_unit", reference("stock_unit_id", "units", _GIVEN)),
        ),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class Products(ResourceStream):
    """A product that is bought, stocked and sold, with its current cost and free stock.

    Sage calculates the cost and the free stock. A change to them might not update the row's timestamp (inferred).
    """

    name = "products"
    schema = table(
        identifier("id"),
        text("code", "Unique code of the product for users and documents."),
        text("name"),
        text("description"),
        reference("product_group_id", "product_groups"),
        reference("tax_code_id", "tax_codes"),
        *since(
            "2021-03-15",
            enum("product_status_type", "Whether the product can be traded.", values=PRODUCT_STATUS_TYPES),
            timestamp("inactivation_date"),
        ),
        text("barcode"),
        *since("2021-03-15", text("manufacturer"), text("part_number")),
        *since(
            "2020-09-16",
            quantity("free_stock_quantity", "Not allocated, in all warehouses together, in stock units (inferred)."),
        ),
        *since(
            "2021-03-15",
            money("standard_cost", "Per stock unit, in the base currency (inferred).", scale=5),
            money("average_buying_price", "Per stock unit, in the base currency (inferred).", scale=5),
            *LANDED_COSTS,
        ),
        *_RULES,
        flag("allow_sales_order"),
        *since(
            "2021-03-15",
            enum(
                "fulfilment_method_type",
                "Fulfilment from stock, through stock, or directly from supplier to customer.",
                values=FULFILMENT_METHOD_TYPES,
            ),
        ),
        *since(
            "2020-09-16",
            enum("fulfilment_sequence_type", "Which bin is emptied first.", values=FULFILMENT_SEQUENCE_TYPES),
        ),
        *since(
            "2021-03-15",
            enum(
                "bom_item_type",
                "Role in bills of materials: component, built item and others.",
                values=BOM_ITEM_TYPES,
            ),
        ),
        *since(
            "2020-09-16",
            *professional(
                *TRACEABILITY,
                whole("shelf_life"),
                enum("shelf_life_type", values=TIME_UNIT_TYPES),
                flag("record_nos_on_goods_received", "Whether batch or serial numbers are recorded at receipt."),
                flag("include_nos_on_count_sheets"),
                enum(
                    "auto_generate_option_type",
                    "Whether Sage generates batch or serial numbers.",
                    values=AUTO_GENERATE_OPTION_TYPES,
                ),
                reference("auto_generate_separator_id", "auto_generate_separators"),
                text("auto_generate_prefix"),
                whole("auto_generate_next_number"),
                whole("auto_generate_padding", "Number of digits of a generated number, padded with zeros."),
            ),
        ),
        *expanded(
            "nominal_codes",
            *since(
                "2021-03-15",
                reference("stock_nominal_code_id", "nominal_codes"),
                reference("revenue_nominal_code_id", "nominal_codes"),
                *professional(
                    reference("accrual_nominal_code_id", "nominal_codes"),
                    reference("issue_nominal_code_id", "nominal_codes"),
                ),
            ),
        ),
        *since(
            "2020-09-16",
            *expanded(
                "units",
                reference("base_unit_id", "units", "Unit that defines the product's other units."),
                reference("stock_unit_id", "units", "Unit of the stock quantities."),
            ),
        ),
        *since(
            "2021-11-08",
            *expanded(
                "sop_status",
                flag("has_alternative_products", "Whether the product has rows in `alternative_products`."),
                flag("has_cross_sell_products", "Whether the product has rows in `cross_sell_products`."),
                flag("has_preferred_supplier"),
            ),
        ),
        *since(
            "2021-03-15",
            text("default_picking_list_comment"),
            text("default_despatch_note_comment"),
            text("commodity_code"),
            reference("country_of_origin_id", "country_codes", "0 if not specified."),
            quantity("weight", "Net mass of one stock unit in kilograms (documented).", scale=4),
            flag("suppress_mass_on_declaration"),
            flag("is_weee_item"),
            flag("use_supplementary_units", "Whether Intrastat requires a second unit, such as pairs or litres."),
            rate("supplementary_unit_conversion_ratio", "Conversion from stock units to supplementary units.", scale=9),
            *ANALYSIS_CODES,
        ),
        *since("2023-08-14", *SPARE_FIELDS),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class Units(ResourceStream):
    """A unit of measure, and its number of base units."""

    name = "units"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("name"),
        rate("multiple_of_base_unit", "Number of base units in this unit; 1 for the base unit.", scale=9),
        flag("each_value"),
        *AUDIT,
    )
