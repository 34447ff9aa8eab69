"""The demo's own judgement: it must not call a warehouse right that is wrong."""
