from django.urls import path

from qixin.letters.views import keeping, public, reading, writing

app_name = "letters"
urlpatterns = [
    path("letter/<str:token>/", public.answer, name="answer"),
    path("letter/<str:token>/answered/", public.answered, name="answered"),
    path("letter/<str:token>/pdf/", public.public_pdf, name="public_pdf"),
    path("letter/<str:token>/docx/", public.public_docx, name="public_docx"),
    path("w/letters/", reading.list_, name="list"),
    path("w/letters/draft/", writing.draft, name="draft"),
    path("w/letters/chase/", reading.chase, name="chase"),
    path("w/letters/addressees/", keeping.addressees, name="addressees"),
    path("w/letters/series/", keeping.series, name="series"),
    path("w/letters/copies/<int:pk>/", reading.copy, name="copy"),
    path("w/letters/copies/<int:pk>/revoke/", keeping.revoke_link, name="revoke_link"),
    path("w/letters/copies/<int:pk>/renew/", keeping.renew_link, name="renew_link"),
    path("w/letters/copies/<int:pk>/remind/", keeping.remind, name="remind"),
    path("w/letters/answers/<int:pk>/contact/", reading.unmask, name="unmask"),
    path("w/letters/files/<int:pk>/", reading.file, name="file"),
    path("w/letters/<str:number>/", reading.detail, name="detail"),
    path("w/letters/<str:number>/pdf/", reading.pdf, name="pdf"),
    path("w/letters/<str:number>/docx/", reading.docx, name="docx"),
    path("w/letters/<str:number>/edit/", writing.revise, name="revise"),
    path("w/letters/<str:number>/submit/", writing.submit, name="submit"),
    path("w/letters/<str:number>/check/", writing.check, name="check"),
    path("w/letters/<str:number>/send-back/", writing.send_back, name="send_back"),
    path("w/letters/<str:number>/sign/", writing.sign, name="sign"),
    path("w/letters/<str:number>/send/", writing.send, name="send"),
    path("w/letters/<str:number>/discard/", writing.discard, name="discard"),
    path("w/letters/<str:number>/recall/", writing.recall, name="recall"),
]
