// Invented data for trying the pages: never shipped.
export const units = [
  { id: 'u1', name: '中国人民银行青山县支行', parent: null, kind: 'unit', zone: 'Asia/Shanghai' },
  { id: 'u2', name: '办公室', parent: 'u1', kind: 'department' }, { id: 'u3', name: '国库会计股', parent: 'u1', kind: 'department' },
  { id: 'u4', name: '货币信贷与统计股', parent: 'u1', kind: 'department' }, { id: 'u5', name: '第一党支部', parent: 'u1', kind: 'branch' }, { id: 'u6', name: '第一党小组', parent: 'u5', kind: 'group' },
]
const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'.split('')
const given = '建国 志强 秀英 丽娟 晓东 海燕 文博 雪梅 立新 子涵 思远 桂芳 永健 玉兰 俊杰 雅琴'.split(' ')
export const people = Array.from({ length: 137 }, (_, i) => ({
  id: `p${i}`, name: surnames[i % 20] + given[(i * 7) % 16], number: `YX${1000 + i}`, gender: i % 2 ? '女' : '男', unit: { id: units[1 + (i % 5)].id, name: units[1 + (i % 5)].name },
  position: ['行长', '副行长', '股长', '科员', '主任科员'][i % 5], joined: `20${String(10 + (i % 15)).padStart(2, '0')}-0${1 + (i % 9)}-15`, state: i % 9 === 0 ? { kind: 'warning', text: '待核实' } : { kind: 'success', text: '在职' },
}))
export const texts = {
  'zh-CN': { 'module.name': '通讯录', 'nav.list': '人员名册', 'nav.plan': '学习日历', 'card.today': '今日学习', 'card.people': '人员概况', 'item.new': '新建人员', name: '姓名', number: '工号', unit: '单位', position: '职务', joined: '入职日期', state: '状态', birthday: '出生日期', leader: '负责人', note: '备注', meeting: '开会时间', 'search.text': '按姓名或工号搜索', saved: '已保存' },
  'zh-TW': { 'module.name': '通訊錄', 'nav.list': '人員名冊', 'nav.plan': '學習行事曆', 'card.today': '今日學習', 'card.people': '人員概況', 'item.new': '新增人員', name: '姓名', number: '員工編號', unit: '單位', position: '職務', joined: '到職日期', state: '狀態', birthday: '出生日期', leader: '負責人', note: '備註', meeting: '開會時間', 'search.text': '依姓名或編號搜尋', saved: '已儲存' },
  en: { 'module.name': 'Contacts', 'nav.list': 'People', 'nav.plan': 'Study calendar', 'card.today': 'Today', 'card.people': 'People at a glance', 'item.new': 'New person', name: 'Name', number: 'Number', unit: 'Unit', position: 'Position', joined: 'Joined', state: 'State', birthday: 'Born', leader: 'In charge', note: 'Note', meeting: 'Meeting at', 'search.text': 'Search name or number', saved: 'Saved' },
}
export const module = (state, lang, tag) => ({
  id: 'contacts', version: '0.1.0', tag, state, platform: false, base: `/m/contacts/${tag}/`, texts: texts[lang] ?? texts['zh-CN'],
  navigation: [{ id: 'plan', text: 'nav.plan', icon: 'calendar', route: 'plan', order: 10, group: 'study', permission: 'contacts.read' }, { id: 'list', text: 'nav.list', icon: 'users', route: 'list', order: 20, group: 'people', permission: 'contacts.read' }],
  routes: [{ id: 'list', path: '', view: 'contacts.js#list', text: 'nav.list', permission: 'contacts.read', setup: true }, { id: 'new', path: 'new', view: 'contacts.js#create', text: 'item.new', permission: 'contacts.read' },
    { id: 'plan', path: 'plan', view: 'contacts.js#plan', text: 'nav.plan', permission: 'contacts.read' }, { id: 'show', path: 'items/:id', view: 'contacts.js#show', text: 'name', permission: 'contacts.read' }],
  cards: [{ id: 'today', text: 'card.today', view: 'contacts.js#today', order: 1 }, { id: 'people', text: 'card.people', view: 'contacts.js#glance', order: 2 }], styles: ['contacts.css'],
})
const day = (n, h) => { const d = new Date(); d.setDate(n); return `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(n).padStart(2, '0')}T${h}:00+08:00` }
export const occurrences = () => [[3, '09:00', '11:00', '党员学习日：学习《中国共产党纪律处分条例》', 'red'], [5, '14:30', '16:00', '中心组理论学习', 'blue'], [10, '09:00', '10:30', '读书交流会', 'green'], [12, '15:00', '17:00', '国库业务培训', 'orange'],
  [17, '09:00', '11:00', '支部书记论坛', 'purple'], [23, '09:00', '11:00', '主题党日', 'red'], [23, '14:00', '15:00', '办公室例会', 'grey'], [25, '09:30', '11:30', '结对共建：走访青山镇', 'green']]
  .map(([n, a, b, title, color], i) => ({ id: `o${i}`, title, start: day(n, a), end: day(n, b), color })).concat([{ id: 'all', title: '学习强国答题周', start: day(16, '00:00').slice(0, 10), end: day(21, '00:00').slice(0, 10), allDay: true, color: 'blue' }])
export const notices = [{ id: 'n1', title: '学习日提醒', text: '明天 9:00 党员学习日，请准时参加。', link: '/contacts/plan', at: new Date(Date.now() - 3600e3).toISOString(), read: false }, { id: 'n2', title: '名册已导入', text: '新增 12 人，修改 3 人。', link: '/contacts', at: new Date(Date.now() - 864e5).toISOString(), read: true }]
