"""The company itself: its details, settings, modules, people and couriers, and lists that orders share."""
