/* Shows the entries that have the chosen state and contain all words of the search. */
/** @type {HTMLFormElement} */
const toolbar = document.querySelector('.toolbar')
/** @type {HTMLInputElement} */
const search = toolbar.querySelector('[type=search]')
/** @type {HTMLElement[]} */
const entries = Array.from(document.querySelectorAll('main article'))
/** @type {HTMLElement} */
const unchanged = document.querySelector('.unchanged-entries')

/** The words of an entry: its heading, its facts and its filters. */
const words = new Map(
  entries.map(entry => [
    entry,
    Array.from(entry.querySelectorAll(':scope > header, :scope dl, :scope > .filters'))
      .map(part => part.textContent)
      .join(' ')
      .toLowerCase(),
  ]),
)
const links = new Map(
  Array.from(document.querySelectorAll('nav a')).map(link => [link.getAttribute('href'), link.closest('li')]),
)

function apply() {
  const standing = new FormData(toolbar).get('standing.filter')
  const wanted = search.value.toLowerCase().split(/\s+/)
  for (const entry of entries) {
    const isWanted = standing === 'all' || entry.dataset.standing === standing
    const isHidden = !isWanted || !wanted.every(word => words.get(entry).includes(word))
    entry.hidden = isHidden
    links.get(`#${entry.id}`).hidden = isHidden
  }
  const shown = entries.filter(entry => !entry.hidden).length
  if (unchanged) unchanged.hidden = unchanged.querySelector('article:not([hidden])') === null
  toolbar.querySelector('output').textContent =
    shown === entries.length ? '' : `${shown} of ${entries.length}`
}

toolbar.addEventListener('input', apply)
toolbar.addEventListener('submit', event => event.preventDefault())
// A link to an entry that the filter hides turns off the filter.
addEventListener('hashchange', () => {
  const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest('article')
  if (!entry?.hidden) return
  toolbar.reset()
  apply()
  entry.scrollIntoView()
})
toolbar.hidden = false
// After a reload, the browser restores the old choice.
apply()
