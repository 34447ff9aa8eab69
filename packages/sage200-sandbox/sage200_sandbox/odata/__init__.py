"""The query options of OData that Sage reads: `$filter`, `$orderby`, `$select`, `$expand`, `$top` and `$skip`."""
