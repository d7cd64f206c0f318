"""All reports as one file: what the caller may see, and no more memory and queries for more of them."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from recommendations.exports import reports as export
from recommendations.models import ProgressReport
from tests.api import refusal, rows
from tests.factories import ReportFactory, a_coordinator, a_reporter, approved_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

EXPORT = "/api/v1/progress-reports/export/"


def given(client, **query):
    response = client.get(EXPORT, query)
    assert response.status_code == 200, response.content.decode()
    assert response.streaming
    return response, b"".join(response.streaming_content)


def table(client, **query):
    response, body = given(client, **query)
    assert response.headers["Content-Type"] == "text/csv;charset=utf-8"
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def lines(client, **query):
    response, body = given(client, format="jsonl", **query)
    assert response.headers["Content-Type"] == "application/x-ndjson;charset=utf-8"
    return [json.loads(line) for line in body.splitlines()]


@pytest.fixture
def reports(action):
    return {
        "public": approved_report(action, date(2026, 3, 1), 10, date(2026, 4, 1), openness="public"),
        "internal": approved_report(action, date(2026, 3, 2), 20, date(2026, 4, 2)),
        "draft": ReportFactory(action=action, as_of=date(2026, 5, 1), progress="草稿里的话"),
    }


def test_both_formats_hold_what_the_list_holds(client, reports):
    client.force_login(a_coordinator())
    listed = rows(client, "progress-reports")
    assert all(row.pop("files") == [] for row in listed)  # of files a file holds none

    assert lines(client) == listed
    assert [row["ref"] for row in table(client)] == [row["ref"] for row in listed]
    assert set(table(client)[0]) == set(listed[0]) == set(export.COLUMNS)
    first = table(client)[-1]
    assert (first["percent"], first["sample"], first["corrects"]) == ("10.0", "false", "")
    assert first["approved_at"] == "2026-04-01T12:00:00+08:00"


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (lambda _: None, {"public"}),
        (lambda _: a_reporter(), {"public", "internal"}),
        (lambda action: a_reporter(action.lead_department), {"public", "internal", "draft"}),
    ],
    ids=["a stranger", "another department", "its own"],
)
def test_each_gets_what_is_theirs_to_see(client, action, reports, who, found):
    if person := who(action):
        client.force_login(person)

    assert {row["ref"] for row in lines(client)} == {reports[name].ref for name in found}


def test_a_correction_does_not_tell_of_what_the_reader_may_not_see(client, action, reports):
    approved_report(action, date(2026, 3, 2), 25, date(2026, 4, 8), openness="public", corrects=reports["internal"])

    assert {row["corrects"] for row in lines(client)} == {None}


def test_filters_and_dates_are_those_of_the_list(client, reports):
    client.force_login(a_coordinator())

    assert [row["ref"] for row in lines(client, state="draft")] == [reports["draft"].ref]
    assert [row["ref"] for row in lines(client, as_of="2026-03-01")] == [reports["public"].ref]
    assert [row["ref"] for row in lines(client, known_on="2026-04-01")] == [reports["public"].ref]
    assert [row["percent"] for row in lines(client, ordering="percent", state="approved")] == ["10.0", "20.0"]
    response, _body = given(client, as_of="2026-05-02", known_on="2026-05-01")
    named = 'attachment; filename="progress-reports-2026-05-02-known-on-2026-05-01.csv"'
    assert response.headers["Content-Disposition"] == named


@pytest.mark.parametrize("query", [{"page": "1"}, {"page_size": "5"}, {"colour": "red"}, {"format": "xlsx"}])
def test_what_it_does_not_know_is_refused_by_name(client, query):
    assert refusal(client, "progress-reports/export", **query)["parameter"] == next(iter(query))


def test_texts_that_a_spreadsheet_would_run_are_made_harmless(client, action):
    client.force_login(a_coordinator())
    ReportFactory(action=action, progress='=HYPERLINK("http://x")', problems="＠SUM(1)", next_steps="🎉\n第二行")

    (row,) = table(client)
    (line,) = lines(client)
    assert (row["progress"], row["problems"], row["next_steps"]) == (
        '\'=HYPERLINK("http://x")',
        "'＠SUM(1)",
        "🎉\n第二行",
    )
    assert line["progress"] == '=HYPERLINK("http://x")'


def test_without_reports_there_is_a_head_and_nothing_more(client):
    assert lines(client) == []
    assert given(client)[1].decode("utf-8-sig").split() == [",".join(export.COLUMNS)]


def many(action, number):
    day = timezone.now()
    ProgressReport.objects.bulk_create(
        ProgressReport(
            action=action,
            department=action.lead_department,
            as_of=date(2026, 1, 1),
            percent=Decimal(n % 100),
            progress="进展" * 20,
            state="approved",
            openness="public",
            approved_at=day,
        )
        for n in range(number)
    )


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_many_reports_take_the_same_queries_and_come_in_small_pieces(client, action, kind):
    many(action, 1)
    with CaptureQueriesContext(connection) as of_one:
        given(client, format=kind)
    many(action, 4999)

    with CaptureQueriesContext(connection) as of_many:
        response = client.get(EXPORT, {"format": kind})
        pieces = list(response.streaming_content)

    assert len(of_many) == len(of_one)
    assert b"".join(pieces).count(b"\n") == 5000 + (kind == "csv")
    assert len(pieces) > 10
    assert max(map(len, pieces)) < 2 * 3 * export.BLOCK


@pytest.mark.parametrize("write", [export.csv_chunks, export.json_lines])
def test_rows_are_taken_as_they_are_sent(write):
    taken = 0

    def counted():
        nonlocal taken
        for _ in range(100_000):
            taken += 1
            yield dict.fromkeys(export.COLUMNS, "x" * 10)

    pieces = write(counted())
    next(pieces)
    next(pieces)

    assert 0 < taken < 2000
