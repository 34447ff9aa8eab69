"""The OData query options of Sage: `$filter`, `$orderby`, `$select`, `$expand`, `$top` and `$skip`."""
