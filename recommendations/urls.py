"""Pages of the argument and its delivery."""

from django.urls import path

from .views import dashboard, files, instructions, ledger, plan, registers, reviews, study, supervision, todo

urlpatterns = [
    path("", dashboard.Dashboard.as_view(), name="dashboard"),
    path("paths/", plan.PathList.as_view(), name="path-list"),
    path("paths/<str:code>/", plan.PathPage.as_view(), name="path"),
    path("measures/", plan.MeasureList.as_view(), name="measure-list"),
    path("measures/<str:code>/", plan.MeasurePage.as_view(), name="measure"),
    path("actions/", plan.ActionList.as_view(), name="action-list"),
    path("actions/<str:code>/", plan.ActionPage.as_view(), name="action"),
    path("problems/", study.ProblemList.as_view(), name="problem-list"),
    path("problems/<str:code>/", study.ProblemPage.as_view(), name="problem"),
    path("practices/", study.PracticeList.as_view(), name="practice-list"),
    path("practices/<str:code>/", study.PracticePage.as_view(), name="practice"),
    path("projects/", registers.ProjectList.as_view(), name="project-list"),
    path("projects/<str:code>/", registers.ProjectPage.as_view(), name="project"),
    path("sectors/", registers.SectorList.as_view(), name="sector-list"),
    path("sectors/<str:code>/", registers.SectorPage.as_view(), name="sector"),
    path("departments/", registers.DepartmentList.as_view(), name="department-list"),
    path("departments/<str:code>/", registers.DepartmentPage.as_view(), name="department"),
    path("supervision/", supervision.Supervision.as_view(), name="supervision"),
    path("todo/", todo.TodoPage.as_view(), name="todo"),
    path("instructions/", instructions.InstructionList.as_view(), name="instruction-list"),
    path("instructions/new/", instructions.NewInstruction.as_view(), name="instruction-new"),
    path("instructions/<str:ref>/", instructions.InstructionPage.as_view(), name="instruction"),
    path("files/<str:ref>/", files.evidence_file, name="evidence-file"),
    path("ledger/", ledger.LedgerPage.as_view(), name="ledger"),
    path("ledger/<str:code>/", ledger.AccountPage.as_view(), name="ledger-account"),
    path("reviews/", reviews.ReviewList.as_view(), name="review-list"),
    path("reviews/<int:year>/", reviews.ReviewPage.as_view(), name="review"),
]
