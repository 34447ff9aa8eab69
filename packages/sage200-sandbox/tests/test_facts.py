"""The facts about Sage's tables."""

from __future__ import annotations

from sage200_sandbox.facts import resources


def test_there_are_the_tables_of_the_catalogue_that_are_readable() -> None:
    assert len(resources()) == 389


def test_keys_timestamps_and_orders_are_fields() -> None:
    for resource in resources().values():
        orders = {part.split()[0] for part in resource.orderby}
        named = {*resource.key, *resource.timestamps, *orders} | ({resource.created} if resource.created else set())
        assert named <= resource.fields.keys(), resource.name
        assert {resource.fields[timestamp].type for timestamp in resource.timestamps} <= {"date-time"}, resource.name


def test_decimals_and_only_decimals_have_a_scale() -> None:
    for resource in resources().values():
        for field in resource.fields.values():
            assert (field.scale is not None) == (field.type == "decimal"), (resource.name, field.name)
