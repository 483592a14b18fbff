"""The public record as IATI 2.03 (D11.3, D11.4): one small function an element, their order in one list."""
