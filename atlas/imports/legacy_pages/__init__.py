"""Reader of the public sheets of the old Atlas, as text or HTML (D3).

Pure functions: bytes in, a frozen ``LegacySheet`` or ``NotASheet`` out. It knows neither Django nor the register:
matching names with organisations and writing a draft is the importer's work.
"""
