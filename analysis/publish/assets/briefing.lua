-- What Markdown marks and a format has to be told. Both engines run this filter, for both formats.
-- For both: the way back from an entry of the appendix to the text, and the heads of a table's columns
-- at its cells, for narrow screens. For Typst: notes, entries, panels, languages, columns.

local typst = FORMAT == "typst"
local bibliography

local blocks = { trace = "entry", passage = "entry", summary = "panel", masthead = "masthead" }
local spans = {
  value = "value", id = "entry-id", note = "note-mark", bound = "bound", translation = "translation", edition = "edition",
  verdict = "verdict", missing = "entry-id", ["chart-title"] = "chart-title", ["chart-subtitle"] = "chart-subtitle",
}

-- The list of sources stands where the document has its div "refs", not at the end.
local function sources(meta)
  local path, style = pandoc.utils.stringify(meta.bibliography), pandoc.utils.stringify(meta.csl)
  bibliography = string.format('#bibliography("%s", title: none, style: "%s")', path, style)
end

-- ---------------------------------------------------------------- the way back

local uses = {} -- for each entry, the places of the text that link to it: one a section
local taken = {} -- the names of these places

local function target_of(link)
  if link.classes:includes("number") or link.classes:includes("claim") then return link.target:match("^#(.+)") end
end

-- A place is named by what is linked there, so that its address is the same in the next edition.
local function place_of(target, number)
  local name = "see-" .. target .. (number > 1 and "-" .. number or "")
  if taken[name] then return place_of(target, number + 1) end
  taken[name] = true
  return name
end

local function mark_uses(doc)
  local section, appendix
  return doc:walk({
    traverse = "topdown",
    Header = function(header)
      section, appendix = header, appendix or header.classes:includes("appendix")
    end,
    Link = function(link)
      local target = target_of(link)
      if not target or not section or appendix then return nil end
      local places = uses[target] or {}
      uses[target] = places
      if #places > 0 and places[#places].section == section.identifier then return nil end
      local anchor = place_of(target, #places + 1)
      places[#places + 1] = { section = section.identifier, title = section.content, anchor = anchor }
      if typst then return pandoc.Span({ link }, pandoc.Attr(anchor)) end
      link.identifier = anchor
      return link
    end,
  })
end

local function lead_back(div)
  if not (div.classes:includes("trace") or div.classes:includes("passage")) then return nil end
  local places, links = uses[div.identifier], pandoc.Inlines({})
  for number, place in ipairs(places or {}) do
    if number > 1 then links:insert(pandoc.Str(", ")) end
    links:insert(pandoc.Link(place.title, "#" .. place.anchor))
  end
  if #links == 0 then return nil end
  local last = div.content[#div.content]
  local item = { { pandoc.Str("Used in") }, { { pandoc.Plain(links) } } }
  if last.t == "DefinitionList" then
    local items = last.content
    items[#items + 1] = item
    last.content = items
    div.content[#div.content] = last
  else
    div.content:insert(pandoc.DefinitionList({ item }))
  end
  return div
end

-- A figure's words in the article lead to where the text uses it first.
local function lead_from_mark(span)
  local figure = span.classes:includes("mark") and span.attributes.figure
  if not figure then return nil end
  local place = (uses["f-" .. figure] or {})[1]
  return pandoc.Link(span.content, "#" .. (place and place.anchor or "f-" .. figure), "", pandoc.Attr("", { "mark" }))
end

-- ---------------------------------------------------------------- HTML

local function label_cells(tbl)
  local heads = {}
  for _, row in ipairs(tbl.head.rows) do
    for place, cell in ipairs(row.cells) do heads[place] = pandoc.utils.stringify(cell.contents) end
  end
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.body) do
      for place, cell in ipairs(row.cells) do
        if heads[place] and heads[place] ~= "" then cell.attr.attributes["data-label"] = heads[place] end
      end
    end
  end
  return tbl
end

-- ---------------------------------------------------------------- Typst

local function wrapped(name, label, content)
  local out = pandoc.Blocks({ pandoc.RawBlock("typst", "#" .. name .. "[") })
  out:extend(content)
  out:insert(pandoc.RawBlock("typst", "]" .. (label ~= "" and " <" .. label .. ">" or "")))
  return out
end

-- What is known of an entry: a line for each key, or all in one paragraph.
local function particulars(list, joined)
  local out = pandoc.Inlines({})
  for number, item in ipairs(list.content) do
    if number > 1 then out:insert(pandoc.RawInline("typst", joined and "#h(0.9em)" or "#linebreak()")) end
    out:insert(pandoc.RawInline("typst", "#key["))
    out:extend(item[1])
    out:insert(pandoc.RawInline("typst", "]"))
    out:extend(pandoc.utils.blocks_to_inlines(item[2][1]))
  end
  return pandoc.Para(out)
end

local function div_to_typst(div)
  if div.identifier == "refs" then return pandoc.RawBlock("typst", bibliography) end
  if div.classes:includes("key-figures") then
    local out = pandoc.Blocks({ pandoc.RawBlock("typst", "#key-figures(") })
    for _, item in ipairs(div.content[1].content) do
      out:insert(pandoc.RawBlock("typst", "(["))
      out:insert(item:remove(1))
      local known = item[#item].content -- the bound, and maybe a verdict
      if #known > 1 then known:insert(2, pandoc.Str("\u{a0}·")) end
      out:insert(pandoc.RawBlock("typst", "], ["))
      out:extend(item)
      out:insert(pandoc.RawBlock("typst", "]),"))
    end
    out:insert(pandoc.RawBlock("typst", ")"))
    return out
  end
  local last = div.content[#div.content]
  if last and last.t == "DefinitionList" then div.content[#div.content] = particulars(last, div.classes:includes("row")) end
  if div.classes:includes("trace") then -- the first line stays with the second
    local head = wrapped("head", "", { div.content:remove(1) })
    for place, block in ipairs(head) do div.content:insert(place, block) end
  end
  for _, class in ipairs(div.classes) do
    if blocks[class] then return wrapped(blocks[class], div.identifier, div.content) end
  end
end

-- The terms of the glossary run into their definitions.
local function terms_to_typst(list)
  local out = pandoc.Blocks({})
  for _, item in ipairs(list.content) do
    local inlines = pandoc.Inlines({ pandoc.RawInline("typst", "#term[") })
    inlines:extend(item[1])
    inlines:insert(pandoc.RawInline("typst", "]"))
    for number, definition in ipairs(item[2]) do
      if number > 1 then inlines:insert(pandoc.Space()) end
      inlines:extend(pandoc.utils.blocks_to_inlines(definition))
    end
    out:insert(pandoc.Para(inlines))
  end
  return out
end

-- The list of gaps, whose items end with the rows that are missing, is small and in two columns.
local function gaps_to_typst(list)
  local last = list.content[1][1].content
  local rows = last and last[#last - 1]
  if rows and rows.t == "Span" and rows.classes:includes("missing") then return wrapped("gaps", "", pandoc.Blocks({ list })) end
end

-- A table of the explorer takes the widths of its columns from its cells, so that few values go over lines.
local function explorer_to_typst(div)
  if not div.classes:includes("compact") then return nil end
  div = div:walk({
    Table = function(tbl)
      tbl.colspecs = tbl.colspecs:map(function(spec) return { spec[1], nil } end)
      return tbl
    end,
  })
  return wrapped("compact", "", div.content)
end

local function span_to_typst(span)
  local out = span.content
  local language = span.attributes.lang
  if language then
    out:insert(1, pandoc.RawInline("typst", '#text(lang: "' .. language .. '")['))
    out:insert(pandoc.RawInline("typst", "]"))
  end
  for _, class in ipairs(span.classes) do
    if spans[class] then
      local kind = class == "verdict" and '(kind: "' .. span.classes[2] .. '")' or ""
      out:insert(1, pandoc.RawInline("typst", "#" .. spans[class] .. kind .. "["))
      out:insert(pandoc.RawInline("typst", "]"))
    end
  end
  if (language or #span.classes > 0) and span.identifier == "" then return out end
end

-- On paper a number carries the mark of its note.
local function note_to_typst(link)
  local note = link.attributes.note
  local kind = link.classes:includes("claim") and "claim" or "number"
  return note and { pandoc.RawInline("typst", "#" .. kind .. "["), link, pandoc.RawInline("typst", "][" .. note .. "]") }
end

-- The notes of the appendices stand in two columns, below the words that introduce them.
local function columns_to_typst(doc)
  local out, open, wanted = pandoc.Blocks({}), false, false
  local function close()
    if open then out:insert(pandoc.RawBlock("typst", "]")) end
    open = false
  end
  for _, block in ipairs(doc.blocks) do
    if block.t == "Header" then
      close()
      out:insert(block)
      wanted = block.classes:includes("appendix")
    else
      if wanted and not open and block.t ~= "Para" then
        out:insert(pandoc.RawBlock("typst", "#notes["))
        open = true
      end
      if wanted and not open then
        out:extend({ pandoc.RawBlock("typst", "#block(sticky: true)["), block, pandoc.RawBlock("typst", "]") })
      else
        out:insert(block)
      end
    end
  end
  close()
  doc.blocks = out
  return doc
end

if typst then
  return {
    { Meta = sources, Pandoc = mark_uses },
    { Div = lead_back, Span = lead_from_mark },
    { Link = note_to_typst, Div = explorer_to_typst, BulletList = gaps_to_typst },
    { Div = div_to_typst },
    { DefinitionList = terms_to_typst, Span = span_to_typst },
    { Pandoc = columns_to_typst },
  }
end
return {
  { Pandoc = mark_uses },
  { Div = lead_back, Span = lead_from_mark, Table = label_cells },
}
