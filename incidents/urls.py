from django.urls import path, register_converter

from incidents.references import ReferenceConverter
from incidents.views import claims, extractor, lists, merge, overview, places, queue, releases, undo
from incidents.views.incident import decisions, history, notes, page

app_name = "incidents"
register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("queue/filters/", queue.filters, name="queue_filters"),
    path("queue/<int:pk>/", queue.judge, name="judge"),
    path("queue/<int:pk>/verdict/", queue.decide, name="decide"),
    path("queue/<int:pk>/skip/", queue.skip, name="skip"),
    path("queue/<int:pk>/correct/", claims.correct, name="correct"),
    path("queue/<int:pk>/move/", claims.move, name="move"),
    path("documents/<int:pk>/claims/new/", claims.add, name="add_claim"),
    path("documents/<int:pk>/reading/", places.reading, name="reading"),
    path("places/", places.places, name="places"),
    path("decisions/", queue.decisions, name="decisions"),
    path("decisions/<int:pk>/undo/", undo.undo, name="undo"),
    path("claims/", lists.claims, name="claims"),
    path("extractor/", extractor.extractor, name="extractor"),
    path("extractor/figures.csv", extractor.figures, name="extractor_figures"),
    path("incidents/", lists.incidents, name="incidents"),
    path("overview/", overview.page, name="overview"),
    path("overview/places.geojson", overview.places, name="overview_places"),
    path("incidents/<reference:reference>/", page.incident, name="incident"),
    path("incidents/<reference:reference>/confirm/", decisions.confirm, name="confirm"),
    path("incidents/<reference:reference>/reject/", decisions.reject, name="reject"),
    path("incidents/<reference:reference>/reopen/", decisions.reopen, name="reopen"),
    path(
        "incidents/<reference:reference>/facts/<slug:fact>/",
        decisions.override,
        name="override",
    ),
    path("incidents/<reference:reference>/grade/", decisions.grade, name="grade"),
    path("incidents/<reference:reference>/history/", history.history, name="history"),
    path("incidents/<reference:reference>/notes/", notes.annotate, name="annotate"),
    path("notes/<int:pk>/resolve/", notes.resolve, name="resolve"),
    path("mentions/", notes.mentions, name="mentions"),
    path("incidents/<reference:reference>/merge/", merge.choose, name="choose_merge"),
    path(
        "incidents/<reference:reference>/merge/<reference:other>/",
        merge.merge,
        name="merge",
    ),
    path("suggestions/", merge.suggestions, name="suggestions"),
    path("suggestions/<int:pk>/answer/", merge.answer, name="answer"),
    path("releases/", releases.releases, name="releases"),
    path("releases/new/", releases.new, name="new_release"),
    path("releases/<int:number>/", releases.release, name="release"),
    path("releases/<int:number>/publish/", releases.publish, name="publish"),
    path("releases/<int:number>/withdraw/", releases.withdraw, name="withdraw"),
    path("releases/<int:number>/<str:name>", releases.download, name="download"),
]
