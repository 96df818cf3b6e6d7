from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from atrocity_tracker import views

admin.site.site_header = admin.site.site_title = "Atrocity Tracker"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", views.home, name="home"),
    path("samples/", views.load_samples, name="load_samples"),
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("account/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("incidents.api.urls")),
    path("", include("sources.urls")),
    path("", include("incidents.urls")),
]
