// The PC at the door: one field that always has the focus. Keeps the station's secret and nobody's sign-in.
const KEPT = 'shuyuan.station'
const HERE = '/api/attendance/station'
const SHOWN = 3000
const AGAIN = 3000
const PIN_WAITS = 20000

const $ = (id) => document.getElementById(id)
const field = /** @type {HTMLInputElement} */ ($('field'))
let words = {}
let secret = ''
let asked = null
let sending = false
let calm
let pinTimer

const say = (look, strong, ...more) => {
  clearTimeout(calm)
  const box = $('says')
  box.className = look
  box.replaceChildren(...[strong && ['strong', strong], ...more.filter(Boolean).map((text) => ['span', text])].filter(Boolean).map(([tag, text]) => {
    const el = document.createElement(tag)
    el.textContent = text
    return el
  }))
  if (look) calm = setTimeout(() => say('', ''), SHOWN)
}
const net = (text) => { $('net').textContent = text; $('net').className = text ? 'away' : '' }
const fill = (text, values) => Object.entries(values).reduce((all, [key, value]) => all.replaceAll(`{${key}}`, value), text || '')
const time = (iso) => iso.slice(11, 16)
const wait = (ms) => new Promise((done) => setTimeout(done, ms))

/** Nobody's cookies go along: whoever is signed in to the portal in this browser is not meant. */
const call = (path, body) => fetch(`${HERE}/${path}`, {
  method: body ? 'POST' : 'GET', credentials: 'omit', cache: 'no-store', body: body && JSON.stringify(body),
  headers: { 'X-Shuyuan': '1', 'X-Station': secret, 'Accept-Language': document.documentElement.lang, ...(body && { 'Content-Type': 'application/json' }) },
})

/** Until the portal has said something: a message that got no answer is sent again, the same one. */
const surely = async (path, body) => {
  for (;;) {
    try {
      const answer = await call(path, body)
      if (answer.status < 500) {
        net('')
        return { ok: answer.ok, body: await answer.json() }
      }
    } catch {
      // said below
    }
    net(words.away)
    await wait(AGAIN)
  }
}

const focus = () => { if (!$('form').hidden) field.focus() }

const ask = (input) => {
  asked = input
  clearTimeout(pinTimer)
  field.value = ''
  field.type = asked ? 'password' : 'text'
  field.inputMode = asked ? 'numeric' : 'text'
  $('label').textContent = asked ? words.pin : words.input
  $('back').hidden = !asked
  if (asked) pinTimer = setTimeout(() => ask(null), PIN_WAITS)
  focus()
}

const over = () => {
  localStorage.removeItem(KEPT)
  secret = ''
  $('form').hidden = true
  $('help').textContent = words['over-do']
  say('', words.over)
}

const tap = async (event) => {
  event.preventDefault()
  const typed = field.value.trim()
  if (sending || !typed) return
  sending = true
  clearTimeout(pinTimer)
  const body = { input: asked || typed, pin: asked ? typed : null, id: [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('') }
  field.value = ''
  field.readOnly = true
  say('', words.sending)
  const { ok, body: said } = await surely('tap', body)
  field.readOnly = false
  sending = false
  if (ok && said.outcome === 'pin') {
    say('', '')
    ask(body.input)
    return
  }
  ask(null)
  if (ok) {
    const what = { 'signed-in': said.stateName, already: words.already, 'signed-out': words['signed-out'], 'already-out': words['already-out'] }[said.outcome]
    const fine = said.outcome === 'signed-out' ? said.state !== 'left-early' : said.outcome === 'signed-in' && said.state !== 'late'
    say(fine ? 'good' : 'late', said.name, fill(what, { time: time(said.at), state: said.stateName }), `${said.title} ${time(said.at)}`, said.outcome === 'signed-in' && said.signOut && words['sign-out-too'])
  } else if (said.code === 'attendance.station-over') {
    over()
  } else {
    say('bad', said.title, said.detail)
  }
}

const start = async () => {
  const given = location.hash.slice(1)
  if (given) {
    localStorage.setItem(KEPT, given)
    // not in the address: it would stand there for everybody to read
    history.replaceState(null, '', location.pathname)
  }
  secret = localStorage.getItem(KEPT) || ''
  document.documentElement.lang = navigator.language
  words = (await surely('texts')).body
  document.documentElement.lang = words.language
  document.title = words.title
  $('go').textContent = words.go
  $('back').textContent = words.back
  $('help').textContent = words.help
  if (!secret) return over()
  await look()
  if (!secret) return
  $('form').hidden = false
  ask(null)
  setInterval(look, 60000)
}

/** Whether the station still counts; the head says what it is for. */
const look = async () => {
  if (!secret || sending) return
  const { ok, body } = await surely('state')
  if (!ok) {
    if (body.code === 'attendance.station-over') over()
    return
  }
  heed(body.now)
  tick()
  $('name').textContent = body.name
  $('what').textContent = [body.title ? `${body.title} ${time(body.start)}` : fill(words['all-day'], { unit: body.unit.name }), fill(words.until, { time: time(body.ends) })].join(' · ')
}

/** An old PC's clock and zone are often wrong: what counts is the portal's time where the unit is. */
let clock
const heed = (now) => {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(now) || [, '+', '00', '00']
  clock = { ahead: Date.parse(now) - Date.now(), zone: (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60000 }
}
const tick = () => { $('clock').textContent = clock ? new Date(Date.now() + clock.ahead + clock.zone).toISOString().slice(11, 16) : '' }

$('form').addEventListener('submit', tap)
$('back').addEventListener('click', () => ask(null))
document.addEventListener('click', focus)
window.addEventListener('focus', focus)
field.addEventListener('blur', () => setTimeout(() => { if (!$('form').contains(document.activeElement)) focus() }, 100))
tick()
setInterval(tick, 1000)
start()
