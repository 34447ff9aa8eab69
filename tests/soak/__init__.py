"""The soak's own judgement: it must see what is lost, and what grows."""
