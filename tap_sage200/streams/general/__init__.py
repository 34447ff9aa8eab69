"""The company: details, settings, licence, users and couriers. Also fixed lists that orders share."""
