"""Public addresses. None of them ever holds a name, a receipt number or a tracking code."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from gongkai.portal.views import (
    agencies,
    apply,
    documents,
    favourites,
    feeds,
    flow,
    guides,
    home,
    library,
    lists,
    paper_forms,
    phones,
    reading_places,
    receipt,
    report_figures,
    reports,
    screen,
    search,
    search_first,
    sitemaps,
    subscriptions,
    suggest,
    track,
    verify,
    versions,
    visits,
)


class FileKind(StringConverter):
    """The formats a report or letter can be saved in."""

    regex = "pdf|docx"


class DataKind(StringConverter):
    """The formats of open data."""

    regex = "json|csv"


class PictureKind(StringConverter):
    """The formats of a picture."""

    regex = "svg|png"


class ChartKind(StringConverter):
    """The formats of a flow chart."""

    regex = "svg|png|pdf"


class PhonesKind(StringConverter):
    """The formats the phone book can be saved in."""

    regex = "xlsx|vcf|pdf"


class TableKind(StringConverter):
    """The formats a list can be saved in."""

    regex = "xlsx|csv"


class FeedKind(StringConverter):
    """The formats of a feed."""

    regex = "atom|rss|json"


class ListKind(StringConverter):
    """The formats the rows of a declared list can be saved in."""

    regex = "xlsx|csv|json"


register_converter(ListKind, "listkind")
register_converter(FeedKind, "feedkind")
register_converter(FileKind, "filekind")
register_converter(TableKind, "tablekind")
register_converter(DataKind, "datakind")
register_converter(PictureKind, "picturekind")
register_converter(ChartKind, "chartkind")
register_converter(PhonesKind, "phoneskind")

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/first/", search_first.first, name="search_first"),
    path("agencies/", home.agency_index, name="agencies"),
    path("a/<slug:code>/", agencies.overview, name="agency"),
    path("a/<slug:code>/guide/", agencies.guide, name="agency_guide"),
    path("a/<slug:code>/rules/", agencies.rules, name="agency_rules"),
    path("a/<slug:code>/statutory/", agencies.statutory, name="agency_statutory"),
    path("a/<slug:code>/library/", library.of_agency, name="agency_library"),
    path("a/<slug:code>/library/library.<tablekind:kind>", library.save, name="agency_library_file"),
    path("library/", library.index, name="library"),
    path("library/library.<tablekind:kind>", library.save, name="library_file"),
    path("a/<slug:code>/reports/", agencies.agency_reports, name="agency_reports"),
    path("a/<slug:code>/reports/<int:year>/", reports.report, name="report"),
    path("a/<slug:code>/reports/<int:year>/report.<filekind:kind>", reports.report_file, name="report_file"),
    path("a/<slug:code>/reports/years/", report_figures.agency_years, name="agency_years"),
    path("a/<slug:code>/reports/<int:year>/story/", report_figures.story, name="report_story"),
    path(
        "a/<slug:code>/reports/<int:year>/story.<picturekind:kind>",
        report_figures.story_picture,
        name="story_picture",
    ),
    path(
        "a/<slug:code>/reports/<int:year>/data.<datakind:kind>",
        report_figures.report_data,
        name="report_data",
    ),
    path("a/<slug:code>/c/<slug:slug>/", agencies.column, name="column"),
    path("a/<slug:code>/feed.<feedkind:kind>", feeds.agency, name="agency_feed"),
    path("a/<slug:code>/c/<slug:slug>/feed.<feedkind:kind>", feeds.column, name="column_feed"),
    path("d/<int:pk>/document.<filekind:kind>", documents.document_file, name="document_file"),
    path("favourites/", favourites.index, name="favourites"),
    path("favourites/documents.json", favourites.documents, name="favourites_documents"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-<int:number>.xml", sitemaps.documents, name="sitemap_documents"),
    path("visits/", visits.index, name="visits"),
    path("visits/visits.xlsx", visits.save, name="visits_file"),
    path("visits/days/", visits.days, name="visits_days"),
    path("a/<slug:code>/visits/", visits.index, name="agency_visits"),
    path("a/<slug:code>/visits/visits.xlsx", visits.save, name="agency_visits_file"),
    path("subscribe/", subscriptions.subscribe, name="subscribe"),
    path("subscribe/sent/", subscriptions.sent, name="subscribe_sent"),
    path("subscriptions/confirm/<str:key>/", subscriptions.confirm, name="subscriptions_confirm"),
    path("subscriptions/leave/<str:key>/", subscriptions.leave, name="subscriptions_leave"),
    path("subscriptions/<str:key>/", subscriptions.manage, name="subscriptions"),
    path("feeds/", feeds.index, name="feeds"),
    path("feeds/all.<feedkind:kind>", feeds.site, name="feed"),
    path("feeds/search.<feedkind:kind>", feeds.search, name="search_feed"),
    path("feeds/type/<slug:document_type>.<feedkind:kind>", feeds.of_type, name="feed_of_type"),
    path("feeds/column/<slug:slug>.<feedkind:kind>", feeds.of_columns, name="feed_of_columns"),
    path("", include("gongkai.portal.figure_urls")),
    path("", include("gongkai.portal.matter_urls")),
    path("", include("gongkai.portal.consultation_urls")),
    path("a/<slug:code>/lists/", lists.index, name="agency_lists"),
    path("a/<slug:code>/lists/<slug:slug>/", lists.one, name="agency_list"),
    path("lists/", lists.index, name="lists"),
    path("lists/<slug:slug>/", lists.one, name="list"),
    path("lists/<slug:slug>/schema.json", lists.schema, name="list_schema"),
    path("lists/<slug:slug>/rows.<listkind:kind>", lists.save, name="list_file"),
    path("lists/<slug:slug>/<int:pk>/", lists.row, name="list_row"),
    path("d/<int:pk>/", documents.document, name="document"),
    path("d/<int:pk>/versions/", versions.index, name="versions"),
    path("d/<int:pk>/versions/<int:number>/", versions.text, name="version"),
    path("d/<int:pk>/versions/<int:before>/<int:after>/", versions.comparison, name="version_comparison"),
    path("files/<int:pk>/", documents.attachment, name="attachment"),
    path("files/<int:pk>/<str:name>", documents.attachment, name="attachment"),
    path("reports/", reports.index, name="reports"),
    path("reports/years/", report_figures.years, name="reports_years"),
    path("reports/schema.json", report_figures.schema, name="reports_schema"),
    path("reports/<int:year>/data.<datakind:kind>", report_figures.year_data, name="reports_data"),
    path("apply/", apply.apply, name="apply"),
    path("apply/suggest/", suggest.suggest, name="suggest"),
    path("apply/<slug:code>/", apply.apply, name="apply_for"),
    path("flow/", flow.request_flow, name="flow"),
    path("flow/chart.<chartkind:kind>", flow.request_flow_file, name="flow_file"),
    path("guides/", guides.index, name="guides"),
    path("guides/handbooks/", guides.handbooks, name="handbooks"),
    path("guides/<int:pk>/", guides.guide, name="guide"),
    path("guides/<int:pk>/guide.pdf", guides.guide_pdf, name="guide_pdf"),
    path("guides/<int:pk>/flow.<chartkind:kind>", guides.guide_flow, name="guide_flow"),
    path("phones/", phones.index, name="phones"),
    path("phones/phones.<phoneskind:kind>", phones.save, name="phones_file"),
    path("forms/", paper_forms.index, name="forms"),
    path("forms/application.<filekind:kind>", paper_forms.application_form, name="application_form"),
    path("receipt/", receipt.receipt, name="receipt"),
    path("receipt/receipt.pdf", receipt.receipt_pdf, name="receipt_pdf"),
    path("track/", track.track, name="track"),
    path("track/case/", track.case, name="track_case"),
    path("track/case/correct/", track.correct, name="track_correct"),
    path("track/case/withdraw/", track.withdraw, name="track_withdraw"),
    path("track/case/evaluate/", track.evaluate, name="track_evaluate"),
    path("track/case/help/", track.ask_for_help, name="track_help"),
    path("track/case/leave/", track.leave, name="track_leave"),
    path("track/case/letters/<int:pk>.<filekind:kind>", track.letter, name="track_letter"),
    path("track/case/files/<int:pk>/", track.file, name="track_file"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:code>/", verify.letter, name="verify_letter"),
    path("screen/<slug:code>/", screen.page, name="screen"),
    path("screen/<slug:code>/slides.json", screen.slides, name="screen_slides"),
    path("reading-places/", reading_places.index, name="reading_places"),
    path("sitemap/", home.sitemap, name="sitemap"),
    path("elder/", home.elder_mode, name="elder_mode"),
    path("accessibility/", home.accessibility, name="accessibility"),
    path("patterns/", home.patterns, name="patterns"),
    path("robots.txt", home.robots, name="robots"),
]
