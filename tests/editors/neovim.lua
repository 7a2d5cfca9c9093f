-- What a person sees in Neovim, as plain values. Knows no feature of the server.
Test = { offered = {} }

-- Where Neovim would ask the person, take the first answer and remember what was offered.
vim.ui.select = function(items, options, choose)
  Test.offered = vim.tbl_map(options.format_item, items)
  choose(items[1], 1)
end

function Test.text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n") .. "\n"
end

-- Puts the cursor on the first letter of a text.
function Test.go(text)
  local before = Test.text():sub(1, Test.text():find(text, 1, true) - 1)
  local _, line = before:gsub("\n", "")
  vim.api.nvim_win_set_cursor(0, { line + 1, #before:match("[^\n]*$") })
  return true
end

-- Each diagnostic: its code and the text that is underlined.
function Test.problems()
  return vim.tbl_map(function(problem)
    local from, to = { problem.lnum, problem.col }, { problem.end_lnum, problem.end_col }
    local lines = vim.api.nvim_buf_get_text(0, from[1], from[2], to[1], to[2], {})
    return { problem.code, table.concat(lines, "\n") }
  end, vim.diagnostic.get(0))
end

-- The text of the window that floats above the others.
function Test.float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      local buffer = vim.api.nvim_win_get_buf(window)
      return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
    end
  end
end

-- The words of the menu of suggestions, where it is shown.
function Test.menu()
  return vim.tbl_map(function(item) return item.word end, vim.fn.complete_info({ "items" }).items)
end

function Test.lenses()
  return vim.tbl_map(function(lens)
    return { lens.command.title, lens.range.start.line }
  end, vim.lsp.codelens.get(0))
end
