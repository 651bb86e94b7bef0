/* Plain ES5, in the page itself and before every file: asks who the person is and what there is to see while the large files still come,
   and tells a browser that is too old what is needed. */
(function () {
  var supports = window.HTMLScriptElement && HTMLScriptElement.supports
  if (supports && supports('importmap') && 'noModule' in document.createElement('script')) return ask()
  var texts = [
    '浏览器版本过旧，无法打开本系统。请使用 Chrome、Edge 109 或更高版本；360 浏览器请切换到“极速模式”。',
    '瀏覽器版本過舊，無法開啟本系統。請使用 Chrome、Edge 109 或更新版本；360 瀏覽器請切換至「極速模式」。',
    'This browser is too old for the portal. Please use Chrome or Edge 109 or later (360 browser: its fast mode).'
  ]
  document.addEventListener('DOMContentLoaded', function () {
    var box = document.getElementById('app') || document.body
    for (var i = 0; i < texts.length; i++) {
      var p = document.createElement('p')
      p.className = 'sy-old'
      p.appendChild(document.createTextNode(texts[i]))
      box.appendChild(p)
    }
  })

  /* The answers wait for sdk/core/api.ts by language and address; it asks in just these words. */
  function ask() {
    if (/^\/(setup|sign-in|forgotten|reset)\/?$/.test(location.pathname)) return
    var ahead = (window.shuyuanAhead = {})
    var chosen = /(?:^|; )shuyuan_language=([^;]+)/.exec(document.cookie)
    function get(address, language) {
      var answer = fetch(address, { headers: { 'Accept-Language': language, Accept: 'application/json, application/problem+json' }, credentials: 'same-origin' })
      ahead[language + ' ' + address] = answer
      return answer
    }
    try {
      var language = chosen ? chosen[1] : document.documentElement.lang
      var unit = new URLSearchParams(location.search).get('unit') || localStorage.getItem('shuyuan.unit')
      var modules = function (at, speaking) {
        var address = '/api/modules/active?unit=' + encodeURIComponent(at)
        if (!ahead[speaking + ' ' + address]) get(address, speaking)['catch'](function () {})
      }
      // where the person was last is where the person most likely is
      if (unit) modules(unit, language)
      // whoever has the first answer waits until the second is asked for, or both would ask
      ahead.asked = get('/api/access/me' + (unit ? '?unit=' + encodeURIComponent(unit) : ''), language)
        .then(function (answer) { return answer.ok ? answer.clone().json() : {} })
        .then(function (me) { if (me.unit) modules(me.unit.id, me.language || language) })['catch'](function () {})
    } catch (e) { /* asked later, as any other request */ }
  }
})()
