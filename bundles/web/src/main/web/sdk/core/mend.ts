/**
 * What the component library gets wrong for assistive technology and offers no way to set, mended once for every page:
 * pop-ups with controls in them are no tooltips, and a list that scrolls must be reachable by keyboard.
 */
function mend(root: Element): void {
  const poppers = root.matches('.el-popper') ? [root] : [...root.querySelectorAll('.el-popper')]
  for (const popper of poppers) {
    if (popper.getAttribute('role') === 'tooltip' && popper.matches('.el-select__popper, .el-picker__popper, .el-popover, .el-dropdown__popper, .is-pure')) popper.removeAttribute('role')
  }
  const wraps = root.matches('.el-select-dropdown__wrap') ? [root] : [...root.querySelectorAll('.el-select-dropdown__wrap, .el-time-spinner__wrapper .el-scrollbar__wrap')]
  for (const wrap of wraps) wrap.setAttribute('tabindex', '0')
}

export function startMending(): void {
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element) mend(node)
  }).observe(document.body, { childList: true, subtree: true })
}
