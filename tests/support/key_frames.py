"""Places where the keys of an app go, in every notation of TOML. Knows no key."""

from __future__ import annotations

# A frame is a place where the keys of an app go; `@` stands for what is typed there.
FRAMES = {
    "table": "[tool.fal.apps.x]\n@\n",
    "table at the end": "[tool.fal.apps.x]\n@",
    "table before another": "[tool.fal.apps.x]\n@\n\n[tool.other]\na = 1\n",
    "table, indented": "[tool.fal.apps.x]\n  @\n",
    "table, CRLF": "[tool.fal.apps.x]\r\n@\r\n\r\n[tool.other]\r\n",
    "table before a pair": '[tool.fal.apps.x]\n@\nteam = "t"\n',
    "table with a comment": "[tool.fal.apps.x]\n@ # why 🎨\n",
    "table of a quoted app": '[tool.fal.apps."my app"]\n@\n',
    "table below garbage": "[tool.fal.apps.y]\nauth = \n= 3\n[tool.fal.apps.x]\n@\n",
    "table above garbage": '[tool.fal.apps.x]\n@\n\n[tool.fal.apps.y]\nauth = "pri\n',
    "dotted": "[tool.fal.apps]\nx.@\n",
    "dotted from the top": "tool.fal.apps.x.@\n",
    "dotted in [tool.fal]": "[tool.fal]\napps.x.@\n",
    "inline": "[tool.fal.apps]\nx = { @ }\n",
    "inline, narrow": "[tool.fal.apps]\nx = {@}\n",
    "inline, not closed": "[tool.fal.apps]\nx = { @",
    "inline, not closed, above an app": "[tool.fal.apps]\nx = { @\ny = { ref = 'a.py' }\n",
    "inline, behind a pair": "[tool.fal.apps]\nx = { team = 't', @ }\n",
    "inline, a comma missing before": "[tool.fal.apps]\nx = { team = 't' @ }\n",
    "inline, a comma missing after": "[tool.fal.apps]\nx = { @ team = 't' }\n",
    "inline over lines": "[tool.fal.apps]\nx = {\n  @\n}\n",
    "inline over lines, behind a pair": "[tool.fal.apps]\nx = {\n  team = 't', # why\n  @\n}\n",
    "inline in [tool.fal]": "[tool.fal]\napps = { x = { @ } }\n",
    "behind an emoji": "# 🦅\u2028\n[tool.fal.apps.x] # 🦅\n@\n",
    "behind a byte order mark": "\ufeff[tool.fal.apps.x]\n@\n",
}


X = "[tool.fal.apps.x]\n"
INLINE = "[tool.fal.apps]\n"
