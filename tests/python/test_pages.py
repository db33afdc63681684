"""Pages of HTML from Python: the same as the program writes."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import TENANT

import billbyagent as bba

PNG = b"\x89PNG\r\n\x1a\n"


def test_the_review_says_whether_the_rmms_were_read(store, rmm, night, clock):
    night(1)
    page = bba.review_page(store, clock, TENANT)
    assert page.startswith("<!DOCTYPE html>") and page.endswith("</html>")
    assert "The RMMs were not read for this page" in page
    coverage = bba.coverage_report(store, rmm, clock, TENANT)
    page = bba.review_page(
        store, clock, TENANT, coverage=coverage, decimal_mark=",", provider="North <gate>", logo=PNG
    )
    assert "Nothing needs a person" in page and "15,00\u00a0USD" in page
    assert "North &lt;gate&gt;" in page and "data:image/png;base64," in page


def test_a_statement_of_what_was_posted(store, night, clock):
    night(1)
    with pytest.raises(bba.Error) as nothing:
        bba.statement_page(store, clock, TENANT, "acme")
    assert nothing.value.code == bba.Errc.nothing_to_do
    bba.post_available(store, clock, TENANT)
    page = bba.statement_page(store, clock, TENANT, "acme", note="Ask us")
    assert "Acme Ltd" in page and "Ask us" in page and "15.00\u00a0USD" in page
    assert "C-1" not in page and "5.25" not in page  # its key and its cost
    june = bba.Period(date(2026, 6, 1), date(2026, 7, 1))
    assert bba.statement_page(store, clock, TENANT, "acme", posted=june, note="Ask us") == page


def test_a_logo_is_a_picture(store, clock):
    with pytest.raises(bba.Error, match="no PNG, JPEG, GIF or WebP"):
        bba.review_page(store, clock, TENANT, logo=b"<svg/>")
