"""Submissions, conflicts, results and publications are facts: nobody changes them."""

from django.db import migrations

from cermin.base.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("skm", "0001_initial")]

    operations = [
        AppendOnly("skm_response"),
        AppendOnly("skm_responseconflict"),
        AppendOnly("skm_roundresult"),
        AppendOnly("skm_publication"),
        AppendOnly("skm_publishedindex"),
    ]
