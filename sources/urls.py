from django.urls import path

from sources import views

app_name = "sources"

urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("upload/", views.upload, name="upload"),
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/status/", views.status, name="status"),
    path("documents/<int:pk>/describe/", views.describe, name="describe"),
    path("documents/<int:pk>/retry/", views.retry, name="retry"),
    path("documents/<int:pk>/original/", views.original, name="original"),
    path("documents/<int:pk>/text/", views.text, name="text"),
    path("documents/<int:pk>/beside/<int:other>/", views.beside, name="beside"),
    path("claims/<int:pk>/why/", views.why, name="why"),
]
