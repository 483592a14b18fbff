"""The programs of a node and what they are told about memory; what they do when one ends stands in test_supervision."""

import os
import socket
import subprocess
import sys

import pytest

from atlas.pages import node
from config.settings.memory import limit_memory, name_site


def test_server_follower_keeper_and_publisher_run_and_only_the_server_is_vital():
    server, follower, keeper, publisher = node.programs("127.0.0.1", 8123)
    assert [one.is_vital for one in (server, follower, keeper, publisher)] == [True, False, False, False]
    assert [one.every for one in (server, follower, keeper, publisher)] == [0, 0, 0, 300]
    assert publisher.command[-2:] == ("publish_files", "--if-due")
    assert {"127.0.0.1", "8123", "config.wsgi:application"} <= set(server.command)
    assert (follower.command[-1], keeper.command[-3:]) == ("follow_catalogue", ("tend", "--every", "5"))


def test_a_command_that_fails_ends_its_program_with_a_status(monkeypatch, capsys):
    _server, follower, *_ = node.programs("127.0.0.1", 8123)
    monkeypatch.setattr(sys, "argv", ["manage.py", "no_such_command"])
    with pytest.raises(SystemExit) as ended:
        follower.main()
    assert ended.value.code == 1
    assert "no_such_command" in capsys.readouterr().err


def test_an_open_port_answers_and_a_closed_one_does_not():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert node.answers("127.0.0.1", port)
    assert not node.answers("127.0.0.1", port)


def test_the_environment_says_more_than_the_default(monkeypatch):
    found = {"MALLOC_ARENA_MAX": "7"}
    monkeypatch.setattr(os, "environ", found)
    limit_memory()
    assert found == {"MALLOC_ARENA_MAX": "7", "ATLAS_DATABASE_CACHE": "1000", "ATLAS_DATABASE_MAPPED": "0"}


def test_programs_are_told_where_the_site_is_unless_the_environment_says_it(monkeypatch):
    for given, expected in (({}, "http://127.0.0.1:8123/"), ({"ATLAS_SITE": "https://a.example"}, "https://a.example")):
        found = dict(given)
        monkeypatch.setattr(os, "environ", found)
        name_site("http://127.0.0.1:8123/")
        assert found == {"ATLAS_SITE": expected}


def test_the_settings_are_not_read_before_they_are_told():
    """The watcher loads Django for its forks when the environment says how much memory they take, not sooner."""
    asked = "import sys, atlas.pages.node; print(any(name.split('.')[0] == 'django' for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_what_the_forks_share_has_no_thread_and_no_connection():
    asked = (
        "import os, threading; from atlas.pages import node; node._load(); from django.db import connections; "
        "print(threading.active_count(), len(os.listdir('/proc/self/task')), connections['default'].connection)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "1 1 None\n"
