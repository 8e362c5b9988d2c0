/* Lets the reader choose how a `.compare` shows its pictures. The style does the rest, by what is set here. */

/** @param {HTMLElement} figure */
function letChoose(figure) {
  // One scale for all of a figure's pictures: the widest of them takes all the room there is.
  const images = [...figure.querySelectorAll('img')]
  const widths = images.map(image => Number(image.getAttribute('width')))
  const widest = Math.max(...widths)
  figure.style.setProperty('--widest', `${widest}px`)
  images.forEach((image, place) => {
    /** @type {HTMLElement} */
    const shot = image.closest('.shot')
    shot.style.setProperty('--share', `${(widths[place] / widest) * 100}%`)
  })

  // Also at the start: a browser remembers what was chosen before the page was loaded anew.
  const choose = () => {
    /** @type {HTMLInputElement} */
    const chosen = figure.querySelector('.views input:checked')
    figure.dataset.view = chosen.value
  }
  /** @param {HTMLInputElement} range */
  const slide = range => {
    figure.style.setProperty(`--${range.parentElement.className}`, `${range.value}%`)
    range.setAttribute('aria-valuetext', `${Math.round(range.valueAsNumber)} %`)
  }
  figure.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === 'range') slide(target)
    else choose()
  })
  // Else a mouse that draws the divider away from itself picks up the picture below.
  figure.addEventListener('dragstart', event => {
    if (figure.dataset.view === 'swipe') event.preventDefault()
  })
  for (const part of figure.querySelectorAll('[hidden]')) part.removeAttribute('hidden')
  for (const range of figure.querySelectorAll('input')) if (range.type === 'range') slide(range)
  choose()
}

document.querySelectorAll('.compare').forEach(letChoose)
