/** The style of what comparing adds: badges, and the figure with its views, which a script sets on it. */
export const compareCss = `
/* --over lies on pictures, which are as bright by night as by day. */
:root { --over: #5a3bc2; --changed: #8a5000; --raised: #fff; --track: color-mix(in srgb, var(--muted) 45%, var(--page)); }
@media screen and (prefers-color-scheme: dark) {
  :root { --changed: #f2b65c; --raised: #3a3645; }
}
.changed { color: var(--changed); }
dd .changed { font-weight: 600; }
article > header { column-gap: 1rem; justify-content: flex-start; }
article > header .away { margin-left: auto; }
nav small:not([class]) { color: var(--muted); }
.badge { padding: 0.05rem 0.7rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--muted); font-size: 0.875rem; }
.badge.changed { border-color: color-mix(in srgb, var(--changed) 45%, var(--line)); background: color-mix(in srgb, var(--changed) 9%, var(--card)); color: var(--changed); font-weight: 600; }
.badge.new { border-color: color-mix(in srgb, var(--accent) 45%, var(--line)); color: var(--accent); }

.compare { margin-top: 1.5rem; }
.compare figure { display: flex; flex-direction: column; min-width: 0; }
.compare figure + figure { margin-top: 2rem; }
.compare .shot { margin: 0; }
figcaption { min-height: 2rem; padding-block: 0.35rem; color: var(--muted); font-size: 0.875rem; line-height: 1.3rem; }
figcaption b { color: var(--text); font-weight: 600; }
figcaption span { margin-left: 0.35rem; }
.views { display: flex; flex-wrap: wrap; gap: 2px; width: fit-content; margin: 0 0 0.75rem; padding: 3px; border: 1px solid var(--line); border-radius: 10px; background: color-mix(in srgb, var(--line) 40%, var(--page)); }
.views legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.views label { position: relative; padding: 0.3rem 0.9rem; border-radius: 7px; color: var(--muted); font-size: 0.9375rem; cursor: pointer; }
.views label:hover { color: var(--text); }
.views label:has(:checked) { background: var(--raised); box-shadow: 0 0 0 1px var(--line), 0 1px 2px rgb(30 27 41 / 10%); color: var(--text); font-weight: 550; }
.views label:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 1px; }
.views .short { display: none; }
.views input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.views[hidden], .pictures > [hidden] { display: none; }

@media screen {
  .compare[data-view] .pictures { display: grid; grid-template-columns: minmax(0, var(--widest)); }
  .compare[data-view] figure { margin: 0; }
  .compare[data-view] .shot button { width: var(--share); }
  .compare[data-view] .shot img { width: 100%; }
  .compare[data-view=sides] .pictures { grid-template-columns: repeat(2, minmax(0, var(--widest))); gap: 1.5rem; }
  [data-view]:not([data-view=difference]) .difference,
  [data-view=difference] :is(.before, .after),
  [data-view]:not([data-view=swipe]) .swipe,
  [data-view]:not([data-view=fade]) .fade { display: none; }

  /* One above the other, from the upper left corner; hatched is where one of them has nothing. */
  :is([data-view=swipe], [data-view=fade]) .pictures > * { grid-area: 1 / 1; }
  :is([data-view=swipe], [data-view=fade]) figcaption { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  :is([data-view=swipe], [data-view=fade]) .after figcaption { text-align: right; }
  :is([data-view=swipe], [data-view=fade]) .pictures::after { content: ""; z-index: 1; grid-area: 1 / 1; margin-top: 2rem; border-radius: 10px; box-shadow: 0 0 0 1px var(--line), var(--shade); pointer-events: none; }
  :is([data-view=swipe], [data-view=fade]) .shot { flex: 1; overflow: clip; border-radius: 10px; background: repeating-linear-gradient(135deg, var(--card) 0 6px, var(--line) 6px 7px); }
  :is([data-view=swipe], [data-view=fade]) .shot :is(img, button) { border-radius: 0; box-shadow: none; }
  :is([data-view=swipe], [data-view=fade]) .shot button:focus-visible { outline-color: var(--over); outline-offset: -3px; }

  [data-view=swipe] .before .shot { clip-path: inset(0 calc(100% - var(--swipe)) 0 0); }
  [data-view=swipe] .after .shot { clip-path: inset(0 0 0 var(--swipe)); }
  .swipe { position: relative; z-index: 2; margin-top: 2rem; pointer-events: none; }
  /* Half a thumb wider on either side, so that the thumb's middle goes from edge to edge. */
  .swipe input { position: absolute; inset: 0 -1rem; width: calc(100% + 2rem); height: 100%; margin: 0; background: none; outline: none; appearance: none; touch-action: pan-y; }
  .swipe input::-webkit-slider-runnable-track { height: 100%; }
  .swipe input::-webkit-slider-thumb { width: 2rem; height: 100%; appearance: none; pointer-events: auto; cursor: ew-resize; }
  .swipe input::-moz-range-track { height: 100%; background: none; }
  .swipe input::-moz-range-thumb { width: 2rem; height: 100%; border: 0; background: none; pointer-events: auto; cursor: ew-resize; }
  .line { position: absolute; inset: 0 auto 0 var(--swipe); display: grid; width: 2px; margin-left: -1px; background: var(--over); box-shadow: 0 0 0 1px rgb(255 255 255 / 80%); }
  .line span { position: sticky; inset-block: 4rem; display: grid; width: 2.25rem; height: 2.25rem; margin-left: calc(1px - 1.125rem); border-radius: 50%; background: var(--over); box-shadow: 0 0 0 2px #fff, var(--shade); color: #fff; align-self: center; place-items: center; }
  .swipe input:focus-visible + .line span { box-shadow: 0 0 0 4px #fff, 0 0 0 7px var(--over), 0 0 0 8px #fff; }

  [data-view=swipe] .before figcaption { max-width: calc(100% - 4rem); }
  [data-view=fade] .before figcaption { max-width: 28%; }
  .fade { z-index: 2; width: 40%; height: 2rem; justify-self: center; }
  .fade input { width: 100%; height: 2rem; margin: 0; background: none; appearance: none; cursor: pointer; touch-action: pan-y; }
  .fade input::-webkit-slider-runnable-track { height: 4px; border-radius: 2px; background: linear-gradient(90deg, var(--accent) var(--fade), var(--track) 0); }
  .fade input::-moz-range-track { height: 4px; border-radius: 2px; background: linear-gradient(90deg, var(--accent) var(--fade), var(--track) 0); }
  .fade input::-webkit-slider-thumb { width: 1.25rem; height: 1.25rem; margin-top: calc(2px - 0.625rem); border: 0; border-radius: 50%; background: var(--accent); appearance: none; }
  .fade input::-moz-range-thumb { width: 1.25rem; height: 1.25rem; border: 0; border-radius: 50%; background: var(--accent); }
  [data-view=fade] .after .shot { opacity: var(--fade); }
}
@media (max-width: 40rem) {
  dl .wide { grid-column: 1 / -1; }
  article > header { display: flex; row-gap: 0.5rem; margin-bottom: 1rem; }
  article > header h2 { width: 100%; }
  .compare[data-view=sides] .pictures { grid-template-columns: minmax(0, var(--widest)); gap: 1rem; }
  [data-view=fade] figcaption span { display: none; }
  .fade { width: calc(100% - 9rem); }
  .views { width: 100%; }
  .views .long { display: none; }
  .views .short { display: inline; }
  .views label { flex: auto; padding-inline: 0.5rem; text-align: center; }
}
@media (forced-colors: active) {
  .views label:has(:checked) { outline: 2px solid; }
  .line, .fade { forced-color-adjust: none; }
}
@media print {
  .views, .swipe, .fade { display: none; }
  article:has(.compare) { break-inside: auto; }
  .compare figure { break-inside: avoid; }
}
`
