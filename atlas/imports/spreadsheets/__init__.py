"""Tables of others (CSV, XLSX, ODS, XLS) → contributions and organisations (docs/spreadsheets.md)."""
