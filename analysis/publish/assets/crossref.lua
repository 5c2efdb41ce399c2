-- Number figures, tables and sections, and resolve references to them, as Quarto does.
-- Only the embedded engine runs this filter. The reading of the floats is Quarto's:
-- a div with an id "fig-…" or "tbl-…" whose last paragraph is the caption.

local names = { fig = "Figure", tbl = "Table", sec = "Section" }
local counts = { fig = 0, tbl = 0 }
local numbers = {}
local typst = FORMAT == "typst"

local function kind_of(id)
  return id:match("^(fig)%-") or id:match("^(tbl)%-")
end

local function count_floats(doc)
  local section = {}
  local top = nil
  doc:walk({
    traverse = "topdown",
    Header = function(header)
      if header.classes:includes("unnumbered") then return nil end
      top = top or header.level
      local level = header.level - top + 1
      section[level] = (section[level] or 0) + 1
      for deeper = level + 1, #section do section[deeper] = nil end
      numbers[header.identifier] = table.concat(section, ".")
    end,
    Div = function(div)
      local kind = kind_of(div.identifier)
      if kind then
        counts[kind] = counts[kind] + 1
        numbers[div.identifier] = tostring(counts[kind])
      end
    end,
  })
end

local function float(div)
  local kind = kind_of(div.identifier)
  if not kind then
    -- The divs around a cell and its output mean nothing on paper.
    local bare = typst and (div.classes:includes("cell") or div.classes:includes("cell-output"))
    return bare and div.content or nil
  end
  local caption = div.content:remove(#div.content).content
  if typst then
    -- The float is the figure; pandoc must not put another one around the table.
    div = div:walk({ Table = function(tbl) tbl.classes:insert("typst:no-figure") return tbl end })
    local before = pandoc.RawBlock("typst", "#figure([")
    local after = pandoc.RawBlock("typst", string.format(
      "], caption: figure.caption(position: %s, [",  kind == "fig" and "bottom" or "top"))
    local close = pandoc.RawBlock("typst", string.format(
      ']), kind: "quarto-float-%s", supplement: "%s") <%s>', kind, names[kind], div.identifier))
    local blocks = pandoc.Blocks({ before })
    blocks:extend(div.content)
    blocks:extend({ after, pandoc.Plain(caption), close })
    return blocks
  end
  local label = pandoc.Inlines({ pandoc.Str(names[kind] .. "\u{a0}" .. numbers[div.identifier] .. ": ") })
  label:extend(caption)
  local figcaption = pandoc.Blocks({ pandoc.RawBlock("html", "<figcaption>"), pandoc.Plain(label), pandoc.RawBlock("html", "</figcaption>") })
  local blocks = pandoc.Blocks({ pandoc.RawBlock("html", "<figure>") })
  if kind == "tbl" then blocks:extend(figcaption) end
  blocks:extend(div.content)
  if kind == "fig" then blocks:extend(figcaption) end
  blocks:insert(pandoc.RawBlock("html", "</figure>"))
  div.content = blocks
  div.classes:insert("quarto-float")
  return div
end

local function reference(cite)
  local citation = cite.citations[1]
  local kind = citation.id:match("^(%a+)%-")
  if not names[kind] or not numbers[citation.id] then return nil end
  if typst then
    return pandoc.RawInline("typst", string.format("#ref(<%s>, supplement: [%s])", citation.id, names[kind]))
  end
  local text = names[kind] .. "\u{a0}" .. numbers[citation.id]
  return pandoc.Link({ pandoc.Str(text) }, "#" .. citation.id, "", pandoc.Attr("", { "quarto-xref" }))
end

function Pandoc(doc)
  count_floats(doc)
  return doc:walk({ Div = float, Cite = reference })
end
