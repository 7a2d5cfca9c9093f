FROM vllm/vllm-openai:latest
ARG VLLM_VERSION
EXPOSE 8000
