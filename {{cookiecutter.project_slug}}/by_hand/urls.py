from django.urls import path

from by_hand import views

urlpatterns = [
    path("by-hand/login/", views.LoginView.as_view(), name="by_hand_login"),
    path("by-hand/profile/", views.ProfileView.as_view(), name="by_hand_profile"),
]
