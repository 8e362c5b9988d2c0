/** The page's style: light, dark, phone, paper. It asks for no font and no picture. */
export const css = `
:root {
  color-scheme: light dark;
  --page: #faf9fb;
  --card: #fff;
  --text: #1e1b29;
  --muted: #625e70;
  --line: #e4e1ea;
  --accent: #5a3bc2;
  --good: #177245;
  --bad: #b3261e;
  --bad-card: #fdf3f2;
  --shade: 0 1px 2px rgb(30 27 41 / 6%), 0 12px 32px -8px rgb(30 27 41 / 12%);
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #131218;
    --card: #1c1a23;
    --text: #eceaf2;
    --muted: #a5a1b3;
    --line: #33303d;
    --accent: #bba6ff;
    --good: #5fcf97;
    --bad: #ff9a90;
    --bad-card: #2a1a1d;
    --shade: 0 12px 32px -8px rgb(0 0 0 / 50%);
  }
}
* { box-sizing: border-box; }
html {
  background: var(--page);
  color: var(--text);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
}
html:has(dialog[open]) { overflow: hidden; }
body {
  max-width: 80rem;
  margin: 0 auto;
  padding: clamp(2rem, 6vw, 5rem) clamp(1rem, 4vw, 3rem) 3rem;
  overflow-wrap: anywhere;
}
h1, h2, p, dl, dd, ol, ul, figure { margin: 0; padding: 0; }
h1, h2 { letter-spacing: -0.02em; line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(1.9rem, 1.4rem + 2.4vw, 3rem); font-weight: 700; }
h2 { font-size: clamp(1.25rem, 1.1rem + 0.6vw, 1.5rem); font-weight: 650; }
/* a name in another direction of writing turns nothing around it */
a, b, strong, code, span, dd { unicode-bidi: isolate; }
a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
code { font: 0.92em ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
svg { width: 1.25em; height: 1.25em; fill: none; stroke: currentcolor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.quiet { color: var(--muted); font-size: 0.875rem; }
.quiet a { color: inherit; }
time { white-space: nowrap; }
.good { color: var(--good); }
.bad { color: var(--bad); }

.tally { margin-top: 0.75rem; font-size: 1.125rem; }
.tally b { font-weight: 600; }
.tally + .quiet { margin-top: 0.5rem; }

.card { padding: 1.25rem 1.5rem; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
.note { margin-top: 2rem; }
.failed { border-color: color-mix(in srgb, var(--bad) 45%, var(--line)); background: var(--bad-card); }
.failed strong { color: var(--bad); font-weight: 600; }
.failed .quiet { margin-top: 0.75rem; }
.file { display: flex; gap: 1.25rem; align-items: center; }
.file > svg { flex: none; width: 2.5rem; height: 2.5rem; stroke-width: 1.25; color: var(--muted); }
.file strong { font-weight: 600; }

nav { margin-top: 2.5rem; padding: 1rem 0; border-block: 1px solid var(--line); }
nav ol { columns: 17rem; column-gap: 2rem; list-style: none; counter-reset: place; }
nav li { counter-increment: place; break-inside: avoid; }
nav a { display: flex; gap: 0.75rem; align-items: baseline; padding: 0.3rem 0; color: inherit; text-decoration: none; }
nav a::before { content: counter(place); flex: none; min-width: 1.25rem; color: var(--muted); font-size: 0.875rem; font-variant-numeric: tabular-nums; }
nav a:hover span { text-decoration: underline; }
nav small { flex: none; font-size: 0.8125rem; }

article { margin-top: clamp(3rem, 7vw, 5.5rem); scroll-margin-top: 1.5rem; }
nav + main > article:first-child { margin-top: clamp(2.5rem, 5vw, 4rem); }
article > header { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; align-items: baseline; justify-content: space-between; }
.away { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
.away a { display: inline-flex; gap: 0.2em; align-items: center; font-weight: 550; text-decoration: none; }
.away a:hover { text-decoration: underline; }
dl { display: flex; flex-wrap: wrap; gap: 0.75rem 2.25rem; margin-top: 0.75rem; font-variant-numeric: tabular-nums; }
dt { color: var(--muted); font-size: 0.8125rem; line-height: 1.4; }
dd { font-size: 0.9375rem; line-height: 1.5; }
dd .good, dd .bad { font-weight: 600; }
.filters { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 1rem; list-style: none; font-size: 0.875rem; }
.filters li { padding: 0.15rem 0.7rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--card); }
.filters b { margin-right: 0.25rem; color: var(--muted); font-weight: 400; }
article > .card, .shot { margin-top: 1.5rem; }

.shot img { display: block; max-width: 100%; height: auto; border-radius: 10px; background: #fff; box-shadow: 0 0 0 1px var(--line), var(--shade); }
.shot button { display: block; max-width: 100%; padding: 0; border: 0; border-radius: 10px; background: none; cursor: zoom-in; }
.shot button:focus-visible { border-radius: 10px; }
footer { margin-top: clamp(4rem, 8vw, 6rem); padding-top: 1.25rem; border-top: 1px solid var(--line); }

dialog { inset: 0; width: 100%; max-width: none; height: 100vh; height: 100dvh; max-height: none; margin: 0; padding: 0; border: 0; overflow: hidden; background: #17151d; color: #f1eff6; }
dialog[open] { display: flex; flex-direction: column; }
.bar { display: flex; flex: none; gap: 0.25rem 1rem; align-items: center; padding: 0.5rem 0.75rem 0.5rem 1.25rem; }
.bar h2 { min-width: 0; overflow: hidden; font-size: 1rem; letter-spacing: 0; text-overflow: ellipsis; white-space: nowrap; }
.bar p { flex: none; color: #b5b1c2; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.tools { display: flex; flex: none; margin-left: auto; }
.tools button { display: grid; width: 2.75rem; height: 2.75rem; padding: 0; border: 0; border-radius: 8px; background: none; color: inherit; font-size: 1rem; place-items: center; cursor: pointer; }
.tools button:hover { background: #34313f; }
dialog :focus-visible { outline-color: #bba6ff; outline-offset: -3px; }
.stage { display: flex; flex: 1; min-height: 0; overflow: auto; overscroll-behavior: contain; user-select: none; }
.stage:focus-visible { outline: none; }
dialog:has(.stage:focus-visible) .bar { box-shadow: inset 0 -2px #bba6ff; }
.stage img { flex: none; margin: auto; background: #fff; cursor: zoom-in; }
.larger .stage img { cursor: zoom-out; }
@media (max-width: 40rem) {
  dl { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0.75rem 1rem; }
  .bar { flex-wrap: wrap; padding-left: 1rem; }
  .bar h2 { width: 100%; padding-top: 0.25rem; }
  /* fingers do that */
  .tools :is([data-do=less], [data-do=more]) { display: none; }
  article > header { display: block; }
}

@page { margin: 14mm; }
@media print {
  :root { color-scheme: light; --page: #fff; --shade: 0 0; }
  body { max-width: none; padding: 0; }
  nav, .away { display: none; }
  article { margin-top: 0; padding-top: 1.5rem; break-inside: avoid; }
  article > header, dl, .filters { break-after: avoid; }
  .shot img { max-height: 75vh; width: auto; }
}
`
