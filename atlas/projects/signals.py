"""The only signal of the code base: `project_changed`, sent once after commit with `project_ids` (a tuple of ids), and
with `organisation_ids` where organisations were registered or completed without a project.

It exists so that the catalogue learns of changes without `projects` importing it.
"""

from django.dispatch import Signal

project_changed = Signal()
