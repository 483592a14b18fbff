from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "atlas.workspace"
