"""The only signal of the code base: `project_changed`, sent once after commit with `project_ids` (a tuple of ids).

It exists so that the catalogue learns of changes without `projects` importing it.
"""

from django.dispatch import Signal

project_changed = Signal()
