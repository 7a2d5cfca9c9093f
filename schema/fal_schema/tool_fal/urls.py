"""The pages of fal's documentation that the keys refer to. Knows no key."""

from __future__ import annotations

_DOCS = "https://fal.ai/docs"

REFERENCE = f"{_DOCS}/api-reference/python-sdk/pyproject-toml"
APP_FIELDS = f"{REFERENCE}#app-fields"
HEALTH_CHECK = f"{REFERENCE}#health-check"
CONTAINER_IMAGE = f"{REFERENCE}#container-image"
ENTRY_POINTS = f"{REFERENCE}#package-entry-points"

DEPLOY = f"{_DOCS}/documentation/deployment/deploy-to-production"
MACHINE_TYPES = f"{_DOCS}/documentation/deployment/machine-types"
SCALING = f"{_DOCS}/documentation/deployment/scale-your-application"
SCALING_CONFIGURATION = f"{_DOCS}/documentation/deployment/scaling-configuration"
HEALTH_CHECKS = f"{_DOCS}/documentation/development/add-health-check-endpoint"
IMPORT_CODE = f"{_DOCS}/documentation/development/import-code"
EXISTING_SERVER = f"{_DOCS}/documentation/development/migrate-external-docker-server"
REGISTRIES = f"{_DOCS}/documentation/development/private-registries"
CUSTOM_IMAGE = f"{_DOCS}/documentation/development/use-custom-container-image"
SECRETS = f"{_DOCS}/documentation/development/manage-secrets-securely"
FILE_STORAGE = f"{_DOCS}/documentation/development/file-storage"
LIFECYCLE = f"{_DOCS}/documentation/development/app-lifecycle"
RETRIES = f"{_DOCS}/documentation/serverless/reliability/retries"
