"""The admin's and the documentation's files: collected once, served by WhiteNoise."""

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
# They are for pages of this service.
WHITENOISE_ALLOW_ALL_ORIGINS = False
