/** Lets the reader choose how a `.compare` shows its pictures. The style does the rest, by what is set here. */
export const compareScript = `
for (const figure of document.querySelectorAll('.compare')) {
  // One scale for all of a figure's pictures: the widest of them takes all the room there is.
  const images = [...figure.querySelectorAll('img')]
  const widths = images.map(image => Number(image.getAttribute('width')))
  const widest = Math.max(...widths)
  figure.style.setProperty('--widest', widest + 'px')
  images.forEach((image, place) => {
    image.closest('.shot').style.setProperty('--share', (widths[place] / widest) * 100 + '%')
  })

  // Also at the start: a browser remembers what was chosen before the page was loaded anew.
  const choose = () => {
    figure.dataset.view = figure.querySelector('input:checked').value
  }
  const slide = range => {
    figure.style.setProperty('--' + range.parentElement.className, range.value + '%')
    range.setAttribute('aria-valuetext', Math.round(range.value) + ' %')
  }
  figure.addEventListener('input', ({ target }) => (target.type === 'range' ? slide(target) : choose()))
  // Else a mouse that draws the divider away from itself picks up the picture below.
  figure.addEventListener('dragstart', event => {
    if (figure.dataset.view === 'swipe') event.preventDefault()
  })
  for (const part of figure.querySelectorAll('[hidden]')) part.hidden = false
  for (const range of figure.querySelectorAll('[type=range]')) slide(range)
  choose()
}
`
