;;; lsp-fal.el --- lsp-mode client for fal-lsp -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;; Keywords: languages, toml, fal

;;; Commentary:

;; LSP client for fal-lsp, which catches mistakes in the [tool.fal] table of
;; pyproject.toml.

;;; Code:

(require 'lsp-mode)

(defgroup lsp-fal nil
  "LSP support for [tool.fal] in pyproject.toml, using fal-lsp."
  :group 'lsp-mode
  :link '(url-link "https://github.com/fal-lsp/fal-lsp"))

(defcustom lsp-fal-command '("fal-lsp" "--stdio")
  "The command that starts the server."
  :type '(repeat string)
  :group 'lsp-fal)

(defun lsp-fal-is-pyproject (file _mode)
  "Whether FILE is a pyproject.toml: the server is for no other file."
  (string-equal "pyproject.toml" (file-name-nondirectory file)))

(add-to-list 'lsp-language-id-configuration '("/pyproject\\.toml\\'" . "toml"))

(lsp-register-client
 (make-lsp-client
  :new-connection (lsp-stdio-connection (lambda () lsp-fal-command))
  :activation-fn #'lsp-fal-is-pyproject
  :server-id 'fal-lsp
  :add-on? t))

(lsp-consistency-check lsp-fal)

(provide 'lsp-fal)
;;; lsp-fal.el ends here
