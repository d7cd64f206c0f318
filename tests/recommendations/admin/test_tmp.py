from tests.recommendations.admin.test_progress import *
def test_it(own, office, reporter):
    form = filled(own.action)
    reporter.post(ADD, form)
    report = new_report()
    office.post(page(report), {"_return": "1", "return_reason": "请写明台数。"})
    html = office.get(page(report, "history")).content.decode()
    print(html[html.index("<table"):html.index("</table>")])
