"""The JSON Schema of policies, made from the tables of keys that the loader reads by."""
