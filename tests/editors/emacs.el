;; What a person sees in Emacs, as plain values. Knows no feature of the server.  -*- lexical-binding: t -*-
(setq native-comp-jit-compilation nil) ; each test has a home of its own: nothing would be kept

(require 'json)
(require 'eglot)

;; Nobody is there to answer questions.
(setq eglot-confirm-server-edits nil
      eglot-confirm-server-initiated-edits nil
      eglot-autoshutdown t
      make-backup-files nil
      create-lockfiles nil
      auto-save-default nil)

(defun test-buffer ()
  "The buffer of the file that is edited."
  (get-buffer "pyproject.toml"))

(defmacro test-answer (&rest body)
  "The value of BODY in the edited file, as JSON."
  `(with-current-buffer (or (test-buffer) (current-buffer))
     (json-encode (progn ,@body))))

(defun test-text ()
  (buffer-substring-no-properties (point-min) (point-max)))

(defun test-go (text)
  "Put the cursor on the first letter of TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0))
  ;; Commands start where the window's cursor is.
  (set-window-point (get-buffer-window) (point)))

(defun test-window (name)
  "The text of the window whose buffer's name starts with NAME."
  (seq-some (lambda (window)
              (with-current-buffer (window-buffer window)
                (and (string-prefix-p name (buffer-name)) (test-text))))
            (window-list)))

(defun test-has-docs ()
  "Whether ElDoc has something to show, in its buffer."
  (and (seq-some (lambda (buffer) (string-search "*eldoc" (buffer-name buffer))) (buffer-list)) t))

(defun test-minibuffer ()
  "Whether Emacs waits for an answer of the person."
  (and (active-minibuffer-window) (minibuffer-depth)))

(defun test-problems ()
  "Each diagnostic: its message and the text that is underlined."
  (vconcat
   (mapcar (lambda (problem)
             (vector (flymake-diagnostic-text problem)
                     (buffer-substring-no-properties (flymake-diagnostic-beg problem)
                                                     (flymake-diagnostic-end problem))))
           (flymake-diagnostics))))
