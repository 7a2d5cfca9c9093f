# Modell für Bilder
FROM python:3.12
