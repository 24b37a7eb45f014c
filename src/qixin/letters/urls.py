from django.urls import path

from qixin.letters.views import incoming, keeping, public, reading, writing

app_name = "letters"
urlpatterns = [
    path("letter/<str:token>/", public.answer, name="answer"),
    path("letter/<str:token>/answered/", public.answered, name="answered"),
    path("letter/<str:token>/pdf/", public.public_pdf, name="public_pdf"),
    path("letter/<str:token>/docx/", public.public_docx, name="public_docx"),
    path("w/letters/", reading.list_, name="list"),
    path("w/letters/draft/", writing.draft, name="draft"),
    path("w/letters/map/", reading.country, name="map"),
    path("w/letters/incoming/", incoming.list_, name="incoming_list"),
    path("w/letters/incoming/register/", incoming.register, name="register"),
    path("w/letters/incoming/files/<int:pk>/", incoming.file, name="incoming_file"),
    path("w/letters/incoming/<str:number>/", incoming.detail, name="incoming"),
    path("w/letters/incoming/<str:number>/correct/", incoming.correct, name="correct"),
    path("w/letters/incoming/<str:number>/assign/", incoming.assign, name="assign"),
    path("w/letters/incoming/<str:number>/match/<int:pk>/", incoming.match, name="match"),
    path("w/letters/incoming/<str:number>/file/", incoming.file_away, name="file_incoming"),
    path("w/letters/chase/", reading.chase, name="chase"),
    path("w/letters/addressees/", keeping.addressees, name="addressees"),
    path("w/letters/addressees/<int:pk>/", keeping.addressee, name="addressee"),
    path(
        "w/letters/addressees/<int:pk>/retire/", keeping.retire_addressee, name="retire_addressee"
    ),
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
