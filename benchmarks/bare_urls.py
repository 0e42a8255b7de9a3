"""The product's addresses, and before them a view as bare as a Django view with one indexed query can be."""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path

from books.models import Job


def bare(request: HttpRequest, job_id: str) -> JsonResponse:
    job = get_object_or_404(Job, pk=job_id)
    return JsonResponse({"job_id": job.pk, "status": job.status, "progress": job.progress})


urlpatterns = [path("bare/<str:job_id>", bare), path("", include("storyforge_site.urls"))]
