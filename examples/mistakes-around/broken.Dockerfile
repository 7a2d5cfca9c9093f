FROM python:3.12-slim
RUN apt-get update
    && apt-get install --yes ffmpeg
EXPOSE 8080
