"""The grammar of policy.md, written once as tables of keys: what is read, and how."""
