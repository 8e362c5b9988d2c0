/*
 * Leads the reader from change to change in the dialog, and turns the outlines of changes on and off. Each area of a
 * `.compare` is a change. The changes have the order of the page.
 */
const dialog = document.querySelector('dialog')

/** @type {HTMLElement[]} */
const figures = Array.from(document.querySelectorAll('.compare'))
const changes = figures.flatMap(figure =>
  JSON.parse(figure.dataset.areas).map(([x, y, width, height], place, { length }) => ({
    figure,
    area: { x, y, width, height },
    name: `${figure.dataset.name}, change ${place + 1} of ${length}`,
    id: figure.dataset.ids.split(' ')[place],
  })),
)

/** The index of the change that was shown last. */
let at = -1
/** The picture in the dialog. */
let seen
/** Whether the dialog shows a change, and not a picture that the reader has opened. */
let isWalking = false
/** The picture of the last change, and the kind of picture that the reader chose. */
let led
let kind = 'after'

/**
 * Shows the next or the previous change. Begins with the first change of the picture that the reader opened, or of the
 * target in the address.
 */
function go(step) {
  const isOwn = figure => (seen ? figure.contains(seen) : at < 0 && figure.closest(':target') !== null)
  const own = isWalking ? -1 : changes.findIndex(({ figure }) => isOwn(figure))
  const next = at < 0 && step < 0 ? -1 : at + step
  show(own < 0 ? (next + changes.length) % changes.length : own)
}

function show(place) {
  at = place
  // The page's address leads to this change, so that the reader can share it.
  history.replaceState(null, '', `#${changes[at].id}`)
  const picture = pictureOf(changes[at])
  isWalking = true
  dialog.dispatchEvent(new CustomEvent('go', { detail: { picture, area: changes[at].area } }))
}

/**
 * Returns the picture of the chosen kind. If the area lies outside of that picture, returns the first picture that
 * contains the area.
 */
function pictureOf({ figure, area }) {
  if (seen !== led) kind = seen?.closest('.compare figure')?.className ?? 'after'
  const pictures = [kind, 'after', 'before', 'difference'].map(name => figure.querySelector(`.${name} img`))
  led = pictures.find(
    picture => area.x < picture.getAttribute('width') && area.y < picture.getAttribute('height'),
  )
  return led
}

/** Draws a ring around the outline of the current change, to distinguish it from other outlines. */
function ringAround({ x, y, width, height }) {
  const room = Number(seen.getAttribute('width')) / 75
  const ring = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  const box = { x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room, rx: room / 2 }
  for (const [name, value] of Object.entries(box)) ring.setAttribute(name, `${value}`)
  return ring
}

/** @param {CustomEvent<{ picture: HTMLImageElement, caption: { name: string, place: string } }>} event */
function describe({ detail: { picture, caption } }) {
  seen = picture
  isWalking &&= changes[at].figure.contains(seen)
  if (!isWalking) return
  caption.name = changes[at].name
  caption.place = seen.closest('figure').querySelector('b').textContent
  dialog.querySelector('.sheet .outlines')?.append(ringAround(changes[at].area))
}

dialog.addEventListener('show', describe)
dialog.addEventListener('close', () => {
  seen = undefined
  isWalking = false
})

function outline(isOn) {
  document.documentElement.classList.toggle('without-outlines', !isOn)
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = document.querySelectorAll('.outlining input')
  for (const box of boxes) box.checked = isOn
  dialog.querySelector('[data-do=outlines]').setAttribute('aria-pressed', isOn)
}
const isOutlined = () => !document.documentElement.classList.contains('without-outlines')

const actions = {
  'next-change': () => go(1),
  'previous-change': () => go(-1),
  'first-change': button => show(changes.findIndex(({ figure }) => figure.contains(button))),
  outlines: () => outline(!isOutlined()),
}
const keys = { n: 'next-change', p: 'previous-change', o: 'outlines' }

document.addEventListener('click', ({ target }) => {
  /** @type {HTMLElement} */
  const button = target instanceof Element && target.closest('[data-do]')
  if (button) actions[button.dataset.do]?.(button)
})
document.addEventListener('change', ({ target }) => {
  if (target instanceof HTMLInputElement && target.type === 'checkbox') outline(target.checked)
})
document.addEventListener('keydown', event => {
  const act = actions[keys[event.key]]
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  act()
})

document.querySelector('.walkthrough').removeAttribute('hidden')
// After a reload, the browser restores the old choice.
/** @type {HTMLInputElement} */
const box = document.querySelector('.outlining input')
outline(box.checked)

function openAddress() {
  const place = changes.findIndex(({ id }) => `#${id}` === decodeURIComponent(location.hash))
  if (place >= 0) show(place)
}
addEventListener('hashchange', openAddress)
openAddress()
