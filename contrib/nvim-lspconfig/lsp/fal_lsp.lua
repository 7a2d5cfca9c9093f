---@brief
---
--- https://github.com/fal-lsp/fal-lsp
---
--- Catches mistakes in the `[tool.fal]` table of pyproject.toml. It reports nothing in other files.
---
--- `pip install fal-lsp`

---@type vim.lsp.Config
return {
  cmd = { 'fal-lsp', '--stdio' },
  filetypes = { 'toml' },
  -- The server reads no files outside of the root.
  root_dir = function(buffer, attach)
    local file = vim.api.nvim_buf_get_name(buffer)
    if vim.fs.basename(file) == 'pyproject.toml' then
      attach(vim.fs.root(buffer, '.git') or vim.fs.dirname(file))
    end
  end,
}
