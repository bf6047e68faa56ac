"""CPT and HCPCS Level II: grammar, ranges, the starter set, modifiers, places and times."""
