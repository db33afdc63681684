#include "pages/frame.hpp"

namespace billbyagent::pages {
namespace {

constexpr Word policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'";

constexpr Word screen = R"css(
:root { color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --band: #f3f5f8;
  --accent: #0a58b0; --alarm: #a40e26; --alarm-band: #fdecee; --care: #7a4a00; --care-band: #fff4dc;
  --fine: #116329; --fine-band: #e9f7ec; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14171c; --ink: #e6e9ee; --soft: #a5afbb; --line: #3a424d; --band: #1e232a;
  --accent: #7ab7ff; --alarm: #ff9aa2; --alarm-band: #3a1b20; --care: #f2c46d; --care-band: #352a14;
  --fine: #8fdc9f; --fine-band: #17301d; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
main { max-width: 78rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .6rem; }
h3 { font-size: 1.02rem; margin: 1.6rem 0 .4rem; }
h4 { font-size: .95rem; margin: 1rem 0 .3rem; }
h1, h2, h3, h4, td, li, p, caption, summary, tbody th { overflow-wrap: anywhere; }
p { margin: .35rem 0; }
.soft, caption { color: var(--soft); }
header { display: flex; gap: 1rem; align-items: flex-start; justify-content: space-between;
  border-bottom: 2px solid var(--line); padding-bottom: .8rem; margin-bottom: 1rem; }
header img { max-height: 4rem; max-width: 40%; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr)); gap: .75rem;
  margin: 1rem 0; padding: 0; list-style: none; }
.tiles li { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; }
.tiles b { display: block; font-size: 1.3rem; line-height: 1.3; overflow-wrap: anywhere;
  font-variant-numeric: tabular-nums; }
.word { border-left: .4rem solid var(--line); background: var(--band); border-radius: .3rem;
  padding: .6rem .9rem; margin: .8rem 0; }
.word.alarm { border-color: var(--alarm); background: var(--alarm-band); }
.word.care { border-color: var(--care); background: var(--care-band); }
.word.fine { border-color: var(--fine); background: var(--fine-band); }
.alarm > b:first-child { color: var(--alarm); }
.care > b:first-child { color: var(--care); }
.fine > b:first-child { color: var(--fine); }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 1rem; }
caption { text-align: left; padding: 0 0 .35rem; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .55rem;
  border-bottom: 1px solid var(--line); }
thead th { background: var(--band); font-size: .84rem; font-weight: 600; }
tbody th { font-weight: 600; min-width: 7.5rem; }
tbody th details { font-weight: 400; }
caption.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; padding: 0;
  clip-path: inset(50%); }
tbody td:not(.n) { min-width: 4rem; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n, .nowrap { white-space: nowrap; overflow-wrap: normal; }
td.n small { white-space: normal; }
tfoot th, tfoot td { border-top: 2px solid var(--line); border-bottom: 0; font-weight: 600; }
tr.more > td { padding-top: 0; }
tr.has-more > * { border-bottom: 0; }
small { display: block; color: var(--soft); font-size: .84rem; font-weight: 400; }
.tag { display: inline-block; border: 1px solid currentColor; border-radius: .25rem;
  padding: 0 .35rem; font-size: .78rem; font-weight: 600; }
.tag.alarm { color: var(--alarm); } .tag.care { color: var(--care); }
details { margin: .1rem 0 .3rem; }
summary { cursor: pointer; color: var(--accent); }
details > :not(summary) { margin-left: 1rem; }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
ul.list { margin: .3rem 0 .6rem; padding-left: 1.1rem; }
ul.names { margin: .3rem 0 .6rem; padding: 0; list-style: none; columns: 14rem;
  column-gap: 1.5rem; }
ul.names li { break-inside: avoid; }
code { font-family: ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; font-size: .88em;
  overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; max-width: 44rem; margin: .3rem 0; }
svg text { fill: var(--soft); font-size: 11px; }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .area { fill: var(--band); }
svg .units { fill: none; stroke: var(--accent); stroke-width: 2.5; stroke-linejoin: round; }
svg .ahead { fill: none; stroke: var(--accent); stroke-width: 2; stroke-dasharray: 4 4; }
svg .bound { fill: none; stroke: var(--care); stroke-width: 1.5; stroke-dasharray: 2 3; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .6rem;
  color: var(--soft); font-size: .88rem; }
)css";

/// On a narrow screen each row of a wide table is a card, each cell with its column's name.
constexpr Word phone = R"css(
@media screen and (max-width: 46rem) {
  main { padding: 1rem .8rem 2rem; }
  table.cards, .cards tbody, .cards tfoot, .cards tr, .cards td, .cards th { display: block; }
  .cards caption:not(.heard) { display: block; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  .cards tbody tr, .cards tfoot tr { border: 1px solid var(--line); border-radius: .5rem;
    padding: .35rem .7rem; margin: .6rem 0; }
  .cards tr.has-more { border-bottom: 0; border-radius: .5rem .5rem 0 0; margin-bottom: 0; }
  .cards tr.more { border-top: 0; border-radius: 0 0 .5rem .5rem; margin-top: 0; }
  .cards td, .cards th { border: 0; padding: .15rem 0; min-width: 0; }
  .cards td.n { text-align: right; display: flex; justify-content: space-between; gap: 1rem; }
  .cards td[data-of]::before { content: attr(data-of); color: var(--soft); font-size: .88rem;
    white-space: normal; text-align: left; margin-right: .6rem; }
  .cards td:empty { display: none; }
  svg text { font-size: 17px; }
}
)css";

/// No size is named, so that the printer's own, A4 or Letter, is used.
constexpr Word paper = R"css(
@page { margin: 15mm 13mm 17mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif;
    color: #555; } }
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #999;
    --band: #f2f2f2; --accent: #000; --alarm: #8a0014; --alarm-band: #fff; --care: #5c3800;
    --care-band: #fff; --fine: #0b4a1d; --fine-band: #fff; }
  html { font-size: 9.5pt; }
  body { font-size: 1rem; line-height: 1.4; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 16pt; } h2 { font-size: 12.5pt; margin-top: 1.2rem; } h3 { font-size: 10.5pt; }
  h2, h3, h4, caption { break-after: avoid; }
  thead { display: table-header-group; }
  tr, .word, .tiles li, svg { break-inside: avoid; }
  tr.has-more { break-after: avoid; }
  th, td { padding: .22rem .35rem; }
  .tiles b { font-size: 12pt; }
  details:not([open]) { display: none; }
  summary { color: inherit; list-style: none; font-weight: 600; }
  svg { max-width: 105mm; }
  svg text { font-size: 15px; }
  ul.names { columns: 42mm; }
  tbody th { min-width: 27mm; }
}
)css";

}  // namespace

void put_head(Html& html, std::string_view title) {
  const auto head = html.in("head");
  html.put_void("meta", {{"charset", "utf-8"}});
  html.put_void("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy.text()}});
  html.put_void("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.put_void("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.put_void("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  html.put_void("meta", {{"name", "robots"}, {"content", "noindex"}});
  html.put_void("link", {{"rel", "icon"}, {"href", "data:,"}});
  html.put("title", title);
  html.style(screen);
  html.style(phone);
  html.style(paper);
}

void put_heading(Html& html, const Look& look, std::string_view title) {
  const auto header = html.in("header");
  {
    const auto words = html.in("div");
    html.put("h1", title);
    if (!look.provider.empty()) {
      const auto line = html.in("p", {{"class", "soft"}});
      html.name(look.provider);
    }
  }
  if (!look.logo.empty())
    html.put_void("img",
                  {{"src", look.logo}, {"alt", look.provider.empty() ? "Logo" : look.provider}});
}

}  // namespace billbyagent::pages
