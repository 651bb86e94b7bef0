// The kit's reference pages of what the browser side offers, made from the sources: the SDK from its types and components, descriptor and pages from their JSON schemas.
// Called by finish.mjs after the types are written; karaf-assembly puts the pages into kit/reference beside the Javadoc of the contracts.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import ts from 'typescript'

const home = join(import.meta.dirname, '..')
const schemas = join(home, '../api/src/main/resources/org/shuyuan/api/module')
const escape = (text) => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
/** A comment's words, with `code` as such. */
const words = (text) => escape(text ?? '').replace(/`([^`]+)`/g, '<code>$1</code>')
const table = (heads, rows) => rows.length ? `<table><thead><tr>${heads.map((one) => `<th scope="col">${one}</th>`).join('')}</tr></thead><tbody>\n${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}\n</tbody></table>` : ''
const code = (text) => `<code>${escape(text)}</code>`

function page(title, lead, body) {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><link rel="stylesheet" href="reference.css"></head>
<body><header><a href="index.html">Reference</a><h1>${escape(title)}</h1><p>${words(lead)}</p></header>
<main>
${body}
</main></body></html>
`
}
const contents = (names) => `<nav aria-label="Contents">${names.map((name) => `<a href="#${name}">${name}</a>`).join(' ')}</nav>`

const parse = (file, text = readFileSync(file, 'utf8')) => ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true)
function* nodes(node) {
  yield node
  for (const child of node.getChildren()) yield* nodes(child)
}
const comment = (node) => ts.getJSDocCommentsAndTags(node).map((one) => ts.getTextOfJSDocComment(one.comment)).filter(Boolean).join(' ')
/** Without the comments inside, which stand beside; in the lines of the source. */
const shown = (node) => node.getText().replace(/\/\*\*[\s\S]*?\*\/\s*/g, '').replace(/^export (declare )?/, '').replace(/\n {4}/g, '\n  ')

/** What a component takes, tells, gives and has slots for: from its types; what it is and what its defaults are: from its source. */
function component(name, file, source) {
  const types = parse(file)
  const all = [...nodes(types)]
  const alias = (wanted) => all.find((node) => ts.isTypeAliasDeclaration(node) && node.name.text === wanted)?.type
  const members = (type) => (type ? [...nodes(type)].filter((node) => ts.isTypeLiteralNode(node)).slice(0, ts.isTypeLiteralNode(type) ? 1 : undefined).flatMap((literal) => [...literal.members]) : [])
  const defined = all.find((node) => ts.isImportTypeNode(node) && node.qualifier?.getText() === 'DefineComponent')?.typeArguments ?? []
  const script = parse(`${name}.ts`, /<script setup lang="ts">\n([\s\S]*?)<\/script>/.exec(readFileSync(source, 'utf8'))?.[1] ?? '')
  const calls = [...nodes(script)].filter((node) => ts.isCallExpression(node))
  const own = calls.find((call) => call.expression.getText() === 'defineProps')
  let statement = own
  while (statement && statement.parent !== script) statement = statement.parent
  const given = calls.find((call) => call.expression.getText() === 'withDefaults')?.arguments[1]
  const defaults = new Map((given?.properties ?? []).map((one) => [one.name.getText(), one.initializer?.getText() ?? '']))
  // As written, with the comments of the members; where that is a name, as the types resolve it.
  const props = members(literal(own) ?? alias('__VLS_Props'))
  const models = [...new Set(calls.filter((call) => call.expression.getText() === 'defineModel').map((call) => call.typeArguments?.[0]?.getText() ?? 'any'))]
  const told = members(literal(calls.find((call) => call.expression.getText() === 'defineEmits')) ?? defined[7])
  const events = told.map((one) => [code(one.name?.getText().replace(/['"]/g, '') ?? ''), linked(one.type?.parameters?.map((p) => p.getText()).join(', ') ?? one.type?.getText().replace(/^\[|\]$/g, '') ?? ''), words(comment(one))])
  const slots = [...new Set(members(alias('__VLS_Slots')).map((one) => one.name?.getText().replace(/['"]/g, '')))]
  return section(name, statement ? comment(statement) : leading(script), [
    table(['Prop', 'Type', 'Default', ''], [
      ...props.map((one) => [code(one.name.getText()) + (one.questionToken ? '' : ' *'), linked(one.type?.getText() ?? ''), defaults.has(one.name.getText()) ? code(defaults.get(one.name.getText())) : '', words(comment(one))]),
      ...models.map((type) => [`${code('modelValue')}`, linked(type), '', 'two-way: <code>...${model(x)}</code>']),
    ]),
    table(['Event', 'With', ''], events),
    slots.length ? `<p>Slots: ${slots.map(code).join(' ')}</p>` : '',
    table(['By <code>ref</code>', ''], members(defined[1]).map((one) => [code(one.name?.getText() ?? ''), linked(one.type?.getText() ?? '')])),
  ].join('\n'))
}
/** A component without props says what it is over its first statement. */
const leading = (script) => script.statements.map(comment).find(Boolean) ?? ''
/** The type that a macro is given, where it is written out. */
const literal = (call) => (call?.typeArguments?.[0] && ts.isTypeLiteralNode(call.typeArguments[0]) ? call.typeArguments[0] : undefined)
const section = (name, text, body) => `<section id="${name}"><h2>${code(name)}</h2>${text ? `<p>${words(text)}</p>` : ''}\n${body}</section>`

let known = new Map()
const linked = (type) => escape(type).replace(/\b[A-Z]\w+\b/g, (name) => (known.has(name) ? `<a href="#${name}">${name}</a>` : name)).replace(/^([\s\S]*)$/, '<code>$1</code>')

function sdk(types, sources) {
  const index = join(types, 'sdk/index.d.ts')
  const exported = parse(index).statements.filter(ts.isExportDeclaration).flatMap((line) => line.exportClause.elements.map((one) => {
    const from = resolve(dirname(index), line.moduleSpecifier.text)
    return { name: one.name.text, source: one.propertyName?.text ?? one.name.text, file: `${from}.d.ts`, vue: from.endsWith('.vue') }
  }))
  const core = readdirSync(join(types, 'sdk/core')).filter((name) => name.endsWith('.d.ts')).map((name) => parse(join(types, 'sdk/core', name)))
  known = new Map(core.flatMap((file) => file.statements.filter((one) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)).map((one) => [one.name.text, one])))
  const component_ = (one) => component(one.name, one.file, join(sources, one.file.slice(types.length + 1).replace(/\.d\.ts$/, '')))
  const declared = (one) => parse(one.file).statements.filter((node) => node.name?.text === one.source || (ts.isVariableStatement(node) && node.declarationList.declarations.some((d) => d.name.getText() === one.source)))
  const described = (name, nodes) => section(name, nodes.map(comment).filter(Boolean)[0] ?? '', nodes.map((node) => `<pre>${linked(shown(node))}</pre>${notes(node)}`).join('\n'))
  const parts = exported.map((one) => ({ name: one.name, html: one.vue ? component_(one) : described(one.name, declared(one)) }))
  // The types that those mention, and the ones that these mention.
  const shownAlready = new Set(exported.map((one) => one.name))
  for (let i = 0; i < parts.length; i++) {
    for (const [, name] of parts[i].html.matchAll(/href="#(\w+)"/g)) {
      if (shownAlready.has(name)) continue
      shownAlready.add(name)
      parts.push({ name, html: described(name, [known.get(name)]) })
    }
  }
  const order = (one) => (one.name.startsWith('Sy') ? 0 : exported.some((e) => e.name === one.name) ? 1 : 2)
  parts.sort((a, b) => order(a) - order(b))
  return page('@shuyuan/ui', 'Components (with * what must be given), functions and types of the SDK. How they are used together: docs/sdk.md of the sources.', [contents(parts.map((one) => one.name)), ...parts.map((one) => one.html)].join('\n'))
}
/** The comments of an interface's or object's members. */
function notes(node) {
  const rows = [...nodes(node)].filter((one) => ts.isPropertySignature(one) || ts.isMethodSignature(one) || ts.isPropertyDeclaration(one)).map((one) => [one.name.getText(), comment(one)]).filter(([, text]) => text)
  return table(['', ''], rows.map(([name, text]) => [code(name), words(text)]))
}

/** One schema as tables: each object with its members, those inside it by their path. */
function schema(file) {
  const all = JSON.parse(readFileSync(file, 'utf8'))
  const of = (one) => {
    if (one === true || one === undefined) return 'anything'
    if (one === false) return 'nothing'
    if (one.$ref) return `<a href="#${one.$ref.split('/').pop()}">${one.$ref.split('/').pop()}</a>`
    if ('const' in one) return code(JSON.stringify(one.const))
    if (one.enum) return one.enum.map((value) => code(value)).join(' ')
    for (const many of ['oneOf', 'anyOf']) if (one[many]) return one[many].map(of).join(' or ')
    const kind = [one.type].flat().filter(Boolean).join(' or ') || (one.properties ? 'object' : 'anything')
    if (kind === 'array') return `list of ${one.items ? of(one.items) : 'anything'}${bounds(one, 'Items')}`
    if (kind === 'object' && typeof one.additionalProperties === 'object') return `object of ${of(one.additionalProperties)}`
    return escape(kind) + bounds(one, 'Length') + (one.minimum !== undefined || one.maximum !== undefined ? `, ${one.minimum ?? ''} to ${one.maximum ?? ''}` : '') + (one.pattern ? ` like ${code(one.pattern)}` : '')
  }
  const bounds = (one, what) => (one[`min${what}`] || one[`max${what}`] ? `, ${one[`min${what}`] ?? 0} to ${one[`max${what}`] ?? 'any number'}` : '')
  const rows = (one, path) => Object.entries(one.properties ?? {}).flatMap(([name, member]) => {
    const full = path + name
    const inner = member.properties ? [member, `${full}.`] : member.items?.properties ? [member.items, `${full}[].`] : undefined
    const said = [member.description, member.items?.description, member.default === undefined ? '' : `Default: ${JSON.stringify(member.default)}.`].filter(Boolean).join(' ')
    return [[code(full) + (one.required?.includes(name) ? ' *' : ''), of(member), words(said)], ...(inner ? rows(...inner) : [])]
  })
  const cases = (one) => (one.allOf ?? []).filter((rule) => rule.if && rule.then?.$ref).map((rule) => `<li>where ${Object.entries(rule.if.properties).map(([key, value]) => `${code(key)} is ${of(value)}`).join(' and ')}: ${of(rule.then)}</li>`)
  const part = (name, one) => {
    const list = cases(one)
    const members = rows(one, '')
    return section(name, one.description, (members.length ? table(['Member', 'Value', ''], members) : `<p>${of(one)}</p>`) + (list.length ? `<ul>${list.join('')}</ul>` : ''))
  }
  const root = all.properties && typeof all.additionalProperties === 'object' ? { ...all.additionalProperties, description: 'Each page, by its name' } : { ...all, description: '' }
  const name = basename(file).replace('.schema.json', '')
  const parts = [[name, root], ...Object.entries(all.$defs ?? {})]
  return page(all.title, `${all.description ?? ''} With * what must be there.`, [contents(parts.map(([one]) => one)), ...parts.map(([one, value]) => part(one, value))].join('\n'))
}

const css = `body { margin: 0 auto; max-width: 1080px; padding: 24px 16px 64px; color: #1b2433; background: #fff; font: 14px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 22px; margin: 4px 0; } h2 { font-size: 16px; margin: 28px 0 6px; } p { margin: 6px 0; } a { color: #1b45ad; }
code, pre { font: 13px/1.5 ui-monospace, Consolas, monospace; overflow-wrap: anywhere; } pre { background: #f4f6fa; padding: 10px 12px; border-radius: 6px; white-space: pre-wrap; margin: 6px 0; }
table { border-collapse: collapse; width: 100%; margin: 6px 0; } th, td { border-bottom: 1px solid #e3e7ee; padding: 6px 12px 6px 0; text-align: left; vertical-align: top; } th { font-weight: 600; color: #566176; }
nav { display: flex; flex-wrap: wrap; gap: 4px 12px; margin: 16px 0; } section:target h2 { background: #fbf0dd; }
@media (max-width: 640px) { table { display: block; overflow-x: auto; } }
`

/** Writes the pages into a folder. @returns their names */
export function reference(types, out) {
  mkdirSync(out, { recursive: true })
  const pages = {
    'sdk.html': sdk(types, join(home, 'src/main/web')),
    'descriptor.html': schema(join(schemas, 'module.schema.json')),
    'pages.html': schema(join(schemas, 'pages.schema.json')),
    'index.html': `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Reference</title><link rel="stylesheet" href="reference.css"></head>
<body><main><h1>Reference</h1><p>Made from the sources of this version. The guide: <a href="../docs/extension-guide.md">docs/extension-guide.md</a>; how pages and the REST go together:
<a href="../docs/sdk.md">docs/sdk.md</a>, <a href="../docs/rest.md">docs/rest.md</a>; whole modules: <a href="../examples">examples</a>.</p>
${table(['', ''], [
    ['<a href="api/index.html">org.shuyuan.api</a>', 'the contracts that a module compiles against (Javadoc)'],
    ['<a href="rest/index.html">org.shuyuan.rest</a>', 'what its REST resources are written with: <code>Call</code>, <code>ListQuery</code>, <code>Page</code>, <code>Versions</code>, <code>Body</code>, <code>@Answers</code> (Javadoc); <code>@Needs</code> is one of the contracts'],
    ['<a href="testing/index.html">org.shuyuan.testing</a>', 'what its tests are written with: <code>ModuleContract</code>, <code>ModulePortal</code> and the portal around it (Javadoc)'],
    ['<a href="descriptor.html">shuyuan/module.json</a>', 'the descriptor'],
    ['<a href="pages.html">shuyuan/web/*.json</a>', 'pages in JSON'], ['<a href="sdk.html">@shuyuan/ui</a>', 'components, functions and types for views'],
    ['<code>/api-docs</code> of a running portal', 'the REST of each module, with a form to try it'],
  ])}</main></body></html>
`,
    'reference.css': css,
  }
  for (const [name, text] of Object.entries(pages)) writeFileSync(join(out, name), text)
  return Object.keys(pages)
}
