// Stands in every page that PagesInBrowser serves: waits until the page has come, has axe look at it, tells the test and goes on to the next page.
(async () => {
  const problems = []
  addEventListener('error', (event) => problems.push(String(event.message)))
  addEventListener('unhandledrejection', (event) => problems.push(String(event.reason?.message ?? event.reason)))
  const said = console.error
  console.error = (...all) => (problems.push(all.map(String).join(' ').slice(0, 300)), said(...all))
  const there = () => document.querySelector('main h1') && !document.querySelector('.sy-skeleton, .sy-row-bone, [aria-busy="true"]')
  // A page is there once it has stood still for five looks; one that never comes is given up after it has changed nothing for many.
  let changed = true
  new MutationObserver(() => (changed = true)).observe(document, { childList: true, subtree: true, attributes: true })
  for (let still = 0, idle = 0; still < 5 && idle < 120;) {
    await new Promise((next) => setTimeout(next, 60))
    still = there() && !changed ? still + 1 : 0
    idle = changed ? 0 : idle + 1
    changed = false
  }
  const found = await window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
  const next = await fetch('/axe-found', {
    method: 'POST',
    body: JSON.stringify({
      path: location.pathname, there: !!there(), problems,
      violations: found.violations.map((one) => ({ id: one.id, help: one.help, nodes: one.nodes.slice(0, 5).map((node) => node.html.slice(0, 200)) })),
    }),
  })
  if (next.status === 200) location.replace(await next.text())
})()
