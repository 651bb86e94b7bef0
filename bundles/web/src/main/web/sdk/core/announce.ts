/** Says something to screen readers without moving the focus. */
export function announce(text: string): void {
  let region = document.getElementById('sy-live')
  if (!region) {
    region = document.createElement('div')
    region.id = 'sy-live'
    region.className = 'sy-visually-hidden'
    region.setAttribute('role', 'status')
    region.setAttribute('aria-live', 'polite')
    document.body.append(region)
  }
  const target = region
  target.textContent = ''
  setTimeout(() => (target.textContent = text), 60)
}
