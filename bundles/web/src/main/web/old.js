/* Plain ES5: tells a browser that is too old what is needed. */
(function () {
  var supports = window.HTMLScriptElement && HTMLScriptElement.supports
  if (supports && supports('importmap') && 'noModule' in document.createElement('script')) return
  var texts = [
    '浏览器版本过旧，无法打开本系统。请使用 Chrome、Edge 109 或更高版本；360 浏览器请切换到“极速模式”。',
    '瀏覽器版本過舊，無法開啟本系統。請使用 Chrome、Edge 109 或更新版本；360 瀏覽器請切換至「極速模式」。',
    'This browser is too old for the portal. Please use Chrome or Edge 109 or later (360 browser: its fast mode).'
  ]
  var box = document.getElementById('app') || document.body
  for (var i = 0; i < texts.length; i++) {
    var p = document.createElement('p')
    p.className = 'sy-old'
    p.appendChild(document.createTextNode(texts[i]))
    box.appendChild(p)
  }
})()
