"""The published files: the whole register and its parts, in every format, as dated sets with a manifest (ADR 22)."""
