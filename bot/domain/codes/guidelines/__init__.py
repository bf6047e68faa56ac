"""The ICD-10-CM Official Guidelines as data: which diagnoses combine, exclude each other, or come first."""
