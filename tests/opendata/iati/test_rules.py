"""One activity that breaks no rule, and for each rule one that breaks this rule only."""

from datetime import date

import pytest
from lxml import etree

from atlas.opendata.iati.rules import RULES, broken
from tests.opendata.iati.schema import errors

TODAY = date(2026, 6, 1)
GOOD = """<iati-activity xml:lang="fr" default-currency="EUR" last-updated-datetime="2026-05-31T10:00:00Z">
<iati-identifier>FR-6-ATLAS-1</iati-identifier>
<reporting-org ref="FR-6" type="10"><narrative>Ministère</narrative></reporting-org>
<title><narrative>Eau potable</narrative></title>
<description><narrative>Un forage</narrative></description>
<participating-org role="1"><narrative>Ville</narrative></participating-org>
<other-identifier ref="7" type="A1"><owner-org><narrative>Ville</narrative></owner-org></other-identifier>
<activity-status code="4"/>
<activity-date type="1" iso-date="2020-01-01"/><activity-date type="2" iso-date="2020-02-01"/>
<activity-date type="3" iso-date="2020-01-01"/><activity-date type="4" iso-date="2020-02-01"/>
<recipient-country code="ML" percentage="40"/><recipient-region code="298" percentage="60"/>
<sector vocabulary="1" code="14030" percentage="33.34"/><sector code="14050" percentage="66.66"/>
<sector vocabulary="99" code="eau"><narrative>Eau</narrative></sector>
<policy-marker vocabulary="1" code="1" significance="1"/>
<default-aid-type code="C01"/>
<budget><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>
<value value-date="2020-01-01">10</value></budget>
<transaction><transaction-type code="2"/><transaction-date iso-date="2020-12-31"/>
<value value-date="2020-12-31">10</value><provider-org><narrative>Ville</narrative></provider-org></transaction>
</iati-activity>"""
TRANSACTION = "</provider-org></transaction>"
SECTORS = GOOD[GOOD.index('<sector vocabulary="1"') : GOOD.index("<policy-marker")]
PLACES = GOOD[GOOD.index("<recipient-country") : GOOD.index("<sector vocab")]
BAD = {
    "1.1.3": [("FR-6-ATLAS-1</iati", "FR-6</iati"), ('ref="FR-6"', 'ref="FR-6"')],
    "1.1.21": [("FR-6-ATLAS-1", "XX-6-ATLAS-1")],
    "1.3.13": [("ATLAS-1", "ATLAS/1")],
    "1.3.1": [("ATLAS-1<", "ATLAS-1 <")],
    "6.11.1": [('<activity-date type="1" iso-date="2020-01-01"/><activity-date type="2" iso-date="2020-02-01"/>', "")],
    "6.2.2, 6.6.2, 6.7.2": [(SECTORS, "")],
    "2.1.1, 2.1.2, 2.1.4": [('"66.66"', '"60"')],
    "2.2.1": [("<narrative>Eau</narrative>", "")],
    "102.1.1": [(SECTORS, '<sector vocabulary="99" code="eau"><narrative>Eau</narrative></sector>')],
    "3.7.1, 3.6.2": [(PLACES, "")],
    "3.1.1, 3.1.2, 3.1.4": [('percentage="60"', "")],
    "4.1.1": [(' xml:lang="fr"', "")],
    "4.3.1": [("Eau potable", " ")],
    "4.4.1": [("Un forage", "")],
    "7.8.1": [(' default-currency="EUR"', "")],
    "11.1.1": [("2026-05-31T10", "2026-06-02T10")],
    "11.1.2": [('type="3" iso-date="2020-01-01"', 'type="3" iso-date="2019-12-31"')],
    "11.1.3": [('type="4" iso-date="2020-02-01"', 'type="4" iso-date="2020-01-31"')],
    "11.1.4": [
        ('type="2" iso-date="2020-02-01"', 'type="2" iso-date="2026-06-02"'),
        ('type="4" iso-date="2020-02-01"', 'type="5" iso-date="2020-02-01"'),
    ],
    "11.1.5": [('type="4" iso-date="2020-02-01"', 'type="4" iso-date="2026-06-02"')],
    "11.2.1": [('transaction-date iso-date="2020', 'transaction-date iso-date="2026')],
    "11.2.2": [('<value value-date="2020-12-31"', '<value value-date="2026-12-31"')],
    "6.10.1": [('<participating-org role="1"><narrative>Ville</narrative>', '<participating-org role="1">')],
    "6.9.1": [("<owner-org><narrative>Ville</narrative>", "<owner-org>")],
    "6.9.2": [("<provider-org><narrative>Ville</narrative>", "<provider-org>")],
    "6.14.1": [(' significance="1"', "")],
    "7.5.3": [('period-end iso-date="2020', 'period-end iso-date="2021')],
    "8.6.3": [('period-end iso-date="2020', 'period-end iso-date="2019')],
    "107.1.1": [('<default-aid-type code="C01"/>', '<default-aid-type code="1" vocabulary="2"/>')],
}
MORE = [
    ("6.2.2, 6.6.2, 6.7.2", [(TRANSACTION, '</provider-org><sector code="14030"/></transaction>')]),
    ("2.1.1, 2.1.2, 2.1.4", [('percentage="66.66"', "")]),
    ("2.1.1, 2.1.2, 2.1.4", [('code="eau"', 'code="eau" percentage="50"')]),
    ("2.1.1, 2.1.2, 2.1.4", [('"66.66"', '"much"')]),
    ("3.7.1, 3.6.2", [(TRANSACTION, '</provider-org><recipient-country code="ML"/></transaction>')]),
    ("3.1.1, 3.1.2, 3.1.4", [('<recipient-region code="298" percentage="60"/>', "")]),
    (
        "6.11.1",
        [
            ('type="1" iso-date="2020-01-01"', 'type="9" iso-date="x"'),
            ('type="2" iso-date="2020-02-01"', 'type="9" iso-date="2020-02-01"'),
        ],
    ),
]


def read(changes=()):
    text = GOOD
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return etree.fromstring(text)


def ids(activity):
    return {one.rule.ids for one in broken(activity, today=TODAY)}


def test_the_good_activity_is_good():
    assert ids(read()) == set()
    assert errors(f'<iati-activities version="2.03">{GOOD}</iati-activities>'.encode()) == []


def test_every_rule_has_a_case():
    assert list(BAD) == [rule.ids for rule in RULES]


@pytest.mark.parametrize(("rule", "changes"), [*BAD.items(), *MORE])
def test_each_rule_finds_its_breach_and_no_other_does(rule, changes):
    expected = {rule}
    if rule == "1.1.3":
        expected.add("1.1.21")  # what is the organisation's own cannot begin with it and a hyphen
    assert ids(read(changes)) == expected


@pytest.mark.parametrize(
    "changes",
    [
        [(SECTORS, ""), (TRANSACTION, '</provider-org><sector code="14030"/></transaction>')],
        [(PLACES, ""), (TRANSACTION, '</provider-org><recipient-country code="ML"/></transaction>')],
        [(' xml:lang="fr"', ""), ("<narrative>", '<narrative xml:lang="fr">')],
        [(' default-currency="EUR"', ""), ("<value ", '<value currency="EUR" ')],
        [('code="eau"', 'code="eau" percentage="100"')],
        [('period-end iso-date="2020-12-31"', 'period-end iso-date="2021-01-01"')],
    ],
)
def test_what_is_allowed_elsewhere(changes):
    assert ids(read(changes)) == set()
