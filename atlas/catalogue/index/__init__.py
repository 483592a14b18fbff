"""The full-text and facet index of the public records: a disposable copy, made again from the change log at will."""
