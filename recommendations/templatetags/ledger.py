"""Addresses within the register."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.http import urlencode

from indicators.templatetags.reading import dates
from recommendations.choices import LedgerCount
from recommendations.models import Department

register = template.Library()


@register.simple_tag(takes_context=True)
def account_href(context: Context, department: Department, counts: LedgerCount, narrowed: dict[str, str]) -> str:
    """The address of the list behind a number, with the register's own filters and the date being read."""
    query = {"counts": counts.value, **narrowed, **dates(context)}
    return f"{reverse('ledger-account', args=[department.code])}?{urlencode(query)}"
