import { type Complaint, isNode, isTest, type Node, nameOf, type Source } from './source.ts'

const readsEnvironment = /^(src\/config\.ts$|tools\/|stories\/|sdk\/|[^/]+$)/
const prints = /^src\/(main\.ts$|cli\/)|^(tools|stories|sdk)\/|^[^/]+$/

/** Words and constructs that type stripping refuses, that hide errors, or that belong to one file only. */
export function languageRule(source: Source): Complaint[] {
  const said = source.nodes.flatMap((node) => {
    const message =
      constructRule(node) ??
      placeRule(source.file, node) ??
      (isTest(source.file) ? testRule(node, source) : undefined)
    return message === undefined ? [] : [{ file: source.file, line: source.line(node.start), message }]
  })
  return [...said, ...source.comments.flatMap((comment) => commentRule(source.file, comment))]
}

function commentRule(file: string, comment: { text: string; line: number }): Complaint[] {
  const later = /\b(TODO|FIXME|HACK|XXX)\b/.exec(comment.text)?.[1]
  const silenced = /@ts-(ignore|expect-error|nocheck)/.exec(comment.text)?.[0]
  const message = later
    ? `${later}: do it now, or open an issue and say there what is missing`
    : silenced && `${silenced} hides an error: give the value its type, or check it with Zod at the edge`
  return message ? [{ file, line: comment.line, message }] : []
}

function constructRule(node: Node): string | undefined {
  if (node.type === 'TSAnyKeyword')
    return 'any switches checking off: write unknown and narrow it, or the real type'
  if (node.type === 'TSEnumDeclaration')
    return 'type stripping refuses enum: write a union of strings, or a const object'
  if (
    node.type === 'TSModuleDeclaration' &&
    node.kind !== 'global' &&
    (node.id as Node).type === 'Identifier'
  ) {
    return 'type stripping refuses namespace: a file is the namespace'
  }
  if (node.type === 'TSParameterProperty')
    return 'type stripping refuses parameter properties: declare the field and assign it'
  return undefined
}

function placeRule(file: string, node: Node): string | undefined {
  if (
    isName(node, 'clickhouse_settings') &&
    file !== 'src/storage/connect.ts' &&
    !file.startsWith('tools/tidy')
  ) {
    return 'clickhouse_settings sticks to an embedded connection and has lost rows: write SETTINGS into the SQL'
  }
  if (!readsEnvironment.test(file) && !isTest(file) && readsEnv(node)) {
    return 'the environment is read in src/config.ts only: take the value from the configuration'
  }
  if (file.startsWith('src/') && !prints.test(file) && !isTest(file) && member(node)?.[0] === 'console') {
    return 'only the command line prints: return the value, throw the error, or write to the log that is passed in'
  }
  return undefined
}

function isName(node: Node, name: string): boolean {
  return (
    (node.type === 'Identifier' && node.name === name) || (node.type === 'Literal' && node.value === name)
  )
}

function readsEnv(node: Node): boolean {
  const [object, property] = member(node) ?? []
  if (object === 'process' && property === 'env') return true
  if (node.type !== 'ImportDeclaration' || !/^(node:)?process$/.test(nameOf(node.source) ?? '')) return false
  return (node.specifiers as Node[]).some((one) => nameOf(one.imported) === 'env')
}

/** `a.b` as [a, b]; of a chain only its first part counts. */
function member(node: Node): [string, string] | undefined {
  if (node.type !== 'MemberExpression' || node.computed) return undefined
  const object = nameOf(node.object)
  const property = nameOf(node.property)
  return object !== undefined && property !== undefined ? [object, property] : undefined
}

function testRule(node: Node, source: Source): string | undefined {
  const [suite, property] = member(node) ?? []
  if (/^(test|it|describe|suite)$/.test(suite ?? '')) {
    if (property === 'only') return '.only leaves all other tests out: remove it'
    if (property === 'skip' || property === 'todo') {
      return `.${property} hides a test: mend it, delete it, or skip on a condition with a reason: skip(condition, 'reason')`
    }
    if ((property === 'skipIf' || property === 'runIf') && !saysWhy(node, source)) {
      return `.${property} prints no reason: say "(skipped without …)" in the title, or write ({ skip }) => skip(condition, 'reason')`
    }
  }
  return skipsSilently(node) ? "a skipped test says why: skip(condition, 'reason')" : undefined
}

/** The title says when the test is skipped, or the file prints it. */
function saysWhy(node: Node, { text }: Source): boolean {
  return (
    /\bconsole\.(log|warn|info)\(/.test(text) || text.slice(node.end, node.end + 300).includes('(skipped ')
  )
}

/** `skip()` and `context.skip(condition)` of a running test, without a text. */
function skipsSilently(node: Node): boolean {
  if (node.type !== 'CallExpression' || !isNode(node.callee)) return false
  const callee = node.callee
  const called = callee.type === 'MemberExpression' ? nameOf(callee.property) : nameOf(callee)
  const suite = callee.type === 'MemberExpression' ? (nameOf(callee.object) ?? '') : ''
  if (called !== 'skip' || /^(test|it|describe|suite)$/.test(suite)) return false
  const last = (node.arguments as Node[]).at(-1)
  const reason =
    last && (last.type === 'TemplateLiteral' || last.type === 'Identifier' || nameOf(last) !== undefined)
  return !reason || ((node.arguments as Node[]).length === 1 && last?.type === 'Identifier')
}
