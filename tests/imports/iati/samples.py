"""Activities as other publishers write them, and pieces to put into them. Invented."""

ACTIVITY = """<iati-activity xml:lang="en" default-currency="EUR">
<iati-identifier>XX-1-P7</iati-identifier>
<reporting-org ref="XX-1" type="21"><narrative>Aid Agency</narrative></reporting-org>
<title><narrative>Water for Sikoro</narrative><narrative xml:lang="fr">De l’eau
 pour Sikoro</narrative></title>
<description type="1"><narrative xml:lang="fr">Un forage.</narrative></description>
<description type="2"><narrative xml:lang="fr">De l’eau potable.</narrative></description>
<description type="3"><narrative xml:lang="fr">200 familles.</narrative></description>
<participating-org role="1" type="10">
<narrative>Ministère de l’Europe et des Affaires étrangères</narrative></participating-org>
<participating-org role="2" type="11" crs-channel-code="11002"><narrative>Pontcharra</narrative></participating-org>
<participating-org role="4" type="11" crs-channel-code="12002">
<narrative>Commune rurale de Sikoro</narrative></participating-org>
<participating-org role="4" type="22"><narrative>Eau sans bornes</narrative></participating-org>
<other-identifier ref="12480" type="A1"/>
<activity-status code="2"/>
<activity-date type="1" iso-date="2019-05-02"/><activity-date type="2" iso-date="2020-02-01"/>
<activity-date type="3" iso-date="2027-06-30"/>
<contact-info type="1"><organisation><narrative>Aid Agency</narrative></organisation>
<person-name><narrative>Jeanne Invente</narrative></person-name><job-title><narrative>Manager</narrative></job-title>
<telephone>+33 0 00 00</telephone><email>jeanne@example.org</email></contact-info>
<recipient-country code="ML"/>
<location><name><narrative>Commune rurale de Sikoro</narrative></name>
<point srsName="http://www.opengis.net/def/crs/EPSG/0/4326">
<pos>12.5 -8.25</pos></point><exactness code="1"/></location>
<sector vocabulary="1" code="14030" percentage="100"/>
<tag vocabulary="2" code="6"/>
<transaction><transaction-type code="2"/><transaction-date iso-date="2020-03-01"/>
<value currency="EUR" value-date="2020-03-01">1000</value></transaction>
<transaction><transaction-type code="3"/><transaction-date iso-date="2020-04-01"/>
<value value-date="2020-04-01">400</value></transaction>
<document-link url="https://example.org/report.pdf" format="application/pdf">
<title><narrative>Rapport</narrative></title>
<category code="A08"/></document-link>
<ext:more xmlns:ext="urn:others"><ext:title>Not this</ext:title></ext:more>
</iati-activity>"""


def file(*activities: str, version: str = "2.03", head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return (
        f'{head}\n<iati-activities version="{version}">\n'
        + "\n".join(activities or (ACTIVITY,))
        + "\n</iati-activities>\n"
    )


def changed(*changes: tuple[str, str]) -> str:
    text = ACTIVITY
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return text
