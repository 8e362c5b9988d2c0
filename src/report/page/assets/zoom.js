/*
 * Turns every picture into a button that opens it in the dialog. This script knows nothing about targets: every `.shot`
 * contains a picture, and the pictures have the order of the page. The dialog also shows the elements that lie over the
 * picture.
 *
 * The event `go` makes the dialog show an area of a picture. The dialog sends the event `show` before it shows a
 * picture, so that listeners can change the caption.
 */
const find = selector => document.querySelector(selector)
const dialog = find('dialog')
const stage = find('.stage')
const sheet = find('.sheet')
/** @type {HTMLImageElement[]} */
const pictures = Array.from(document.querySelectorAll('.shot img'))
const large = sheet.appendChild(new Image())
large.draggable = false

let at = 0
let caption = { name: '', place: '' }
let scale = 1
let whole = false
let dragged = false

const natural = () => ({ width: pictures[at].naturalWidth || 1, height: pictures[at].naturalHeight || 1 })
function scaleOfWhole() {
  large.style.width = large.style.height = 0 // Otherwise, scroll bars would reduce the available space.
  return Math.min(1, stage.clientWidth / natural().width, (stage.clientHeight - 16) / natural().height)
}
const middle = () => {
  const { left, top } = stage.getBoundingClientRect()
  return { clientX: left + stage.clientWidth / 2, clientY: top + stage.clientHeight / 2 }
}

function size(wanted) {
  scale = Math.min(4, Math.max(0.1, wanted))
  const { width, height } = natural()
  large.style.width = `${width * scale}px`
  large.style.height = `${height * scale}px`
  dialog.classList.toggle(
    'larger',
    width * scale > stage.clientWidth + 1 || height * scale > stage.clientHeight + 1,
  )
  find('dialog [role=status]').textContent = `${caption.place}, ${Math.round(scale * 100)} %`
}

// The pixel under the pointer keeps its place.
function zoom(wanted, { clientX, clientY } = middle()) {
  const before = large.getBoundingClientRect()
  whole = false
  size(wanted)
  const after = large.getBoundingClientRect()
  const x = (clientX - before.left) / before.width
  const y = (clientY - before.top) / before.height
  stage.scrollBy(after.left + x * after.width - clientX, after.top + y * after.height - clientY)
}

function showWhole() {
  whole = true
  size(scaleOfWhole())
}

const toggle = point => (whole ? zoom(1, point) : showWhole())

const overlaysOf = picture =>
  [...picture.parentElement.querySelectorAll('svg')].map(svg => svg.cloneNode(true))

// If both pictures belong to the same comparison, the visible area stays the same.
function show(place) {
  const last = pictures[at]
  at = (place + pictures.length) % pictures.length
  const beside = pictures[at].closest('.compare')?.contains(last) && large.hasAttribute('src')
  const { scrollLeft, scrollTop } = stage
  large.src = pictures[at].src
  large.alt = pictures[at].alt
  sheet.replaceChildren(large, ...overlaysOf(pictures[at]))
  caption = { name: pictures[at].dataset.name, place: `${at + 1} of ${pictures.length}` }
  dialog.dispatchEvent(new CustomEvent('show', { detail: { picture: pictures[at], caption } }))
  find('#zoom-name').textContent = caption.name
  whole ? showWhole() : size(beside ? scale : 1)
  beside ? stage.scrollTo(scrollLeft, scrollTop) : stage.scrollTo(0, 0)
}

// If the reader clicked the picture, the dialog shows the clicked place.
function open(place, { clientX, clientY, detail }) {
  const box = pictures[place].getBoundingClientRect()
  whole = false
  dialog.showModal()
  show(place)
  if (detail === 0) return
  const { width, height } = natural()
  stage.scrollTo(
    ((clientX - box.left) / box.width) * width - stage.clientWidth / 2,
    ((clientY - box.top) / box.height) * height - stage.clientHeight / 2,
  )
}

/** @param {CustomEvent<{ picture: HTMLImageElement, area: Pick<DOMRect, 'x' | 'y' | 'width' | 'height'> }>} event */
function go({ detail: { picture, area } }) {
  if (!dialog.open) dialog.showModal()
  whole = false
  show(pictures.indexOf(picture))
  size(1)
  stage.scrollTo(
    area.x + area.width / 2 - stage.clientWidth / 2,
    area.y + area.height / 2 - stage.clientHeight / 2,
  )
}

const actions = {
  previous: () => show(at - 1),
  next: () => show(at + 1),
  less: () => zoom(scale / 1.25),
  more: () => zoom(scale * 1.25),
  fit: () => toggle(),
  close: () => dialog.close(),
}
const pan = (left, top) => () => stage.scrollBy(left, top)
const keys = {
  ArrowLeft: actions.previous,
  ArrowRight: actions.next,
  'Shift+ArrowLeft': pan(-80, 0),
  'Shift+ArrowRight': pan(80, 0),
  ArrowUp: pan(0, -80),
  ArrowDown: pan(0, 80),
  '-': actions.less,
  '+': actions.more,
  '=': actions.more,
  0: showWhole,
  1: () => zoom(1),
}

pictures.forEach((picture, place) => {
  const button = document.createElement('button')
  button.type = 'button'
  button.setAttribute('aria-label', `Enlarge: ${picture.alt}`)
  button.setAttribute('aria-haspopup', 'dialog')
  button.addEventListener('click', event => open(place, event))
  picture.before(button)
  button.append(...button.parentElement.querySelectorAll(':scope > :not(button)'))
})

dialog.addEventListener('go', go)
dialog.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const arrow = event.key.startsWith('Arrow')
  const act = keys[(arrow && event.shiftKey ? 'Shift+' : '') + event.key]
  if (!act) return
  event.preventDefault()
  act()
})
dialog.addEventListener('click', ({ target }) => {
  actions[target.closest('[data-do]')?.dataset.do]?.()
  if (target === stage && !dragged) dialog.close()
})
dialog.addEventListener('close', () => {
  large.removeAttribute('src')
  const seen = pictures[at].parentElement
  const inSight = seen.getClientRects().length > 0
  /** @type {HTMLElement} */
  const focused = inSight ? seen : seen.closest('.compare').querySelector('input:checked')
  focused.focus()
})
large.addEventListener('click', event => dragged || toggle(event))
large.addEventListener('pointerdown', event => {
  dragged = false
  if (event.pointerType === 'mouse') large.setPointerCapture(event.pointerId)
})
large.addEventListener('pointermove', event => {
  if (event.pointerType !== 'mouse' || !(event.buttons & 1)) return
  dragged ||= Math.abs(event.movementX) + Math.abs(event.movementY) > 1
  stage.scrollBy(-event.movementX, -event.movementY)
})
addEventListener('resize', () => dialog.open && (whole ? showWhole() : size(scale)))
