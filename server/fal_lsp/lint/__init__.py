"""The check: a document and the files around it in, diagnostics and fixes out. Knows no LSP."""
