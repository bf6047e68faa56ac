"""The tables of billing rules, one file for each sort of rule. Every row names its document and year."""
