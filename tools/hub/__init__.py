"""Writes hub/tap-sage200.yml, the definition for Meltano Hub, from meltano.yml."""
