from django.urls import URLPattern, URLResolver

app_name = "drill"
urlpatterns: list[URLPattern | URLResolver] = []
