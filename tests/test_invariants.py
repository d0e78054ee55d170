"""Invariant 2: versions and reviews are refused any change by the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction

from claims.models import Review
from sources.models import ArticleVersion

from . import make

pytestmark = pytest.mark.django_db


def protected_rows():
    review = Review.objects.create(discrepancy=make.discrepancy(), verdict="confirmed", reviewer=make.user())
    return [make.article().current, review]


@pytest.mark.parametrize("change", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_raw_sql_cannot_change_a_protected_row(change):
    for row in protected_rows():
        with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change.format(table=row._meta.db_table))


def test_the_orm_cannot_change_a_protected_row():
    for row in protected_rows():
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            row.save()
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(id=row.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
    assert ArticleVersion.objects.exists() and Review.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_nothing_behind():
    make.article()
