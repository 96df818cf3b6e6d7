from django.urls import path, register_converter

from incidents.references import ReferenceConverter
from incidents.views import claims, incident, lists, merge, queue, releases, undo

app_name = "incidents"
register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("queue/<int:pk>/", queue.judge, name="judge"),
    path("queue/<int:pk>/verdict/", queue.decide, name="decide"),
    path("queue/<int:pk>/correct/", claims.correct, name="correct"),
    path("queue/<int:pk>/move/", claims.move, name="move"),
    path("documents/<int:pk>/claims/new/", claims.add, name="add_claim"),
    path("decisions/<int:pk>/undo/", undo.undo, name="undo"),
    path("claims/", lists.claims, name="claims"),
    path("incidents/", lists.incidents, name="incidents"),
    path("incidents/<reference:reference>/", incident.incident, name="incident"),
    path("incidents/<reference:reference>/confirm/", incident.confirm, name="confirm"),
    path("incidents/<reference:reference>/reject/", incident.reject, name="reject"),
    path("incidents/<reference:reference>/reopen/", incident.reopen, name="reopen"),
    path(
        "incidents/<reference:reference>/facts/<slug:fact>/",
        incident.override,
        name="override",
    ),
    path("incidents/<reference:reference>/notes/", incident.annotate, name="annotate"),
    path("notes/<int:pk>/resolve/", incident.resolve, name="resolve"),
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
