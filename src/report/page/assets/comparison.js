/* Lets the reader choose how a `.compare` shows its pictures. This script only sets attributes that the CSS uses. */

/** @param {HTMLElement} figure */
function letChoose(figure) {
  // All pictures of a figure have the same scale. The widest picture takes the full width.
  const images = [...figure.querySelectorAll('img')]
  const widths = images.map(image => Number(image.getAttribute('width')))
  const widest = Math.max(...widths)
  figure.style.setProperty('--widest', `${widest}px`)
  images.forEach((image, place) => {
    /** @type {HTMLElement} */
    const shot = image.closest('.shot')
    shot.style.setProperty('--share', `${(widths[place] / widest) * 100}%`)
  })

  // Also called at the start, because the browser restores the old choice after a reload.
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
  // Otherwise, a mouse that moves the divider quickly would drag the picture.
  figure.addEventListener('dragstart', event => {
    if (figure.dataset.view === 'swipe') event.preventDefault()
  })
  for (const part of figure.querySelectorAll('[hidden]')) part.removeAttribute('hidden')
  for (const range of figure.querySelectorAll('input')) if (range.type === 'range') slide(range)
  choose()
}

document.querySelectorAll('.compare').forEach(letChoose)
