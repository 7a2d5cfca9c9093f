"""The commands of `fal-lsp`, a file a command. Each is imported only when it is asked for."""
