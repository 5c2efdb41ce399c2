-- What Markdown marks and Typst has to be told: entries of the appendix, passages, panels, languages.
-- Both engines run this filter, for both formats; HTML needs nothing, its style sheet knows the classes.

if FORMAT ~= "typst" then return {} end

local blocks = { trace = "trace-entry", passage = "passage", summary = "panel" }
local spans = { value = "value", id = "entry-id", key = "key", translation = "translation", edition = "edition", verdict = "verdict", missing = "key" }

local bibliography

-- The list of sources stands where the document has its div "refs", not at the end.
local function sources(meta)
  local path, style = pandoc.utils.stringify(meta.bibliography), pandoc.utils.stringify(meta.csl)
  bibliography = string.format('#bibliography("%s", title: none, style: "%s")', path, style)
end

local function wrapped(name, label, content)
  local out = pandoc.Blocks({ pandoc.RawBlock("typst", "#" .. name .. "[") })
  out:extend(content)
  out:insert(pandoc.RawBlock("typst", "]" .. (label ~= "" and " <" .. label .. ">" or "")))
  return out
end

local function div_to_typst(div)
  if div.identifier == "refs" then return pandoc.RawBlock("typst", bibliography) end
  for _, class in ipairs(div.classes) do
    if blocks[class] then return wrapped(blocks[class], div.identifier, div.content) end
  end
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
      out:insert(1, pandoc.RawInline("typst", "#" .. spans[class] .. "["))
      out:insert(pandoc.RawInline("typst", "]"))
    end
  end
  if (language or #span.classes > 0) and span.identifier == "" then return out end
end

return { { Meta = sources }, { Div = div_to_typst, Span = span_to_typst } }
