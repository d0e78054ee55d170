import io
import json

import pytest
from django.core.management import CommandError, call_command

from sources.models import Article, ImportRun

pytestmark = pytest.mark.django_db
BODY = "The council met in the old hall and decided to close the northern bridge for a year.\n"


def run(*args, **options):
    """Standard output, standard error and the exit code."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("import_articles", *map(str, args), stdout=out, stderr=err, **options)
    except SystemExit as end:
        code = end.code
    return out.getvalue(), err.getvalue(), code


def test_one_line_each_and_a_summary(tmp_path):
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.jsonl").write_text(json.dumps({"url": "https://e.example/b", "text": BODY}) + "\n")
    out, err, code = run(tmp_path)
    assert out.splitlines() == [
        "new: a.txt",
        "new: b.jsonl line 1",
        f"2 new, 0 changed, 0 unchanged, 0 failed (import {ImportRun.objects.get().pk})",
    ]
    assert (err, code) == ("", 0)


def test_the_second_time_nothing_changes_and_an_edit_is_a_version(tmp_path):
    (tmp_path / "a.txt").write_text(BODY)
    run(tmp_path)
    assert run(tmp_path)[0].startswith("unchanged: a.txt\n0 new, 0 changed, 1 unchanged, 0 failed")
    (tmp_path / "a.txt").write_text(BODY.replace("a year", "3 years"))
    assert run(tmp_path)[0].startswith("changed: a.txt: version 2: sentences: 1 changed\n")


def test_failures_are_named_with_the_reason_and_end_in_exit_code_1(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"Caf\xe9")
    (tmp_path / "b.txt").write_text(BODY)
    out, err, code = run(tmp_path, tmp_path / "none")
    assert "failed: a.txt: is not UTF-8" in err and "none: does not exist" in err
    assert "1 new, 0 changed, 0 unchanged, 2 failed" in out and code == 1
    assert Article.objects.count() == 1


def test_quiet_prints_failures_and_the_summary(tmp_path):
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.pdf").write_text(BODY)
    out, err, code = run(tmp_path, quiet=True)
    assert len(out.splitlines()) == 1 and "b.pdf" in err and code == 1


def test_the_limit_is_a_setting(tmp_path, settings):
    settings.MAX_DOCUMENT_BYTES = 50
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.jsonl").write_text(
        json.dumps({"id": 1, "text": "Short."}) + "\n" + json.dumps({"text": BODY}) + "\n"
    )
    out, err, _ = run(tmp_path)
    assert (
        "new: b.jsonl line 1" in out and "a.txt: is larger than 50 bytes" in err and "b.jsonl line 2: is larger" in err
    )


def test_a_wrong_manifest_is_a_usage_error(tmp_path):
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "m.json").write_text("[")
    with pytest.raises(CommandError, match=r"m\.json: is broken JSON"):
        run(tmp_path, manifest=tmp_path / "m.json")


def test_help_shows_the_forms_of_rows_and_manifests(capsys):
    with pytest.raises(SystemExit):
        call_command("import_articles", "--help")
    shown = capsys.readouterr().out
    assert '"published_at": …' in shown and "file,url,source" in shown and "--manifest FILE" in shown
