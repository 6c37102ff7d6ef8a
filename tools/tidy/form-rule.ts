import { type Complaint, isTest, type Node, nameOf, type Source } from './source.ts'

const fileLines = 300
const testLines = 600
const functionLines = 70
const componentLines = 120
const vague = /^(utils?|helpers?|common|misc)$/

/** Sizes and names: a file and a function that a person can hold in the head, named for what they do. */
export function formRule(source: Source): Complaint[] {
  return [...nameOfFile(source), ...sizeOfFile(source), ...sizeOfFunctions(source), ...fieldNames(source)]
}

function nameOfFile({ file }: Source): Complaint[] {
  const word = file.split('/').find((part) => vague.test(part.replace(/\..*$/, '')))
  if (word === undefined) return []
  return [{ file, line: 1, message: `"${word}" says nothing: name the file for the one thing it does` }]
}

function sizeOfFile({ file, text }: Source): Complaint[] {
  const lines = text.replace(/\n$/, '').split('\n').length
  const limit = isTest(file) ? testLines : fileLines
  if (lines <= limit) return []
  return [
    {
      file,
      line: limit + 1,
      message: `${lines} lines are more than ${limit}: move one noun or rule into a file of its own`,
    },
  ]
}

function sizeOfFunctions({ file, nodes, line }: Source): Complaint[] {
  if (isTest(file)) return []
  const limit = file.endsWith('.tsx') ? componentLines : functionLines
  return nodes.flatMap((node) => {
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return []
    const lines = line(node.end - 1) - line(node.start) + 1
    if (lines <= limit) return []
    const name = nameOf(node.id) ?? 'this function'
    return [
      {
        file,
        line: line(node.start),
        message: `${name} has ${lines} lines, more than ${limit}: give its parts names`,
      },
    ]
  })
}

/** Data fields are snake_case on the wire; other people's dialects are not described in contracts. */
function fieldNames({ file, nodes, line }: Source): Complaint[] {
  if (!/\/(contract|tables)\.ts$/.test(file)) return []
  return nodes.flatMap(fieldsOf).flatMap((key) => {
    const name = nameOf(key)
    if (name === undefined || !/^[a-z]+(?:[A-Z][A-Za-z0-9]*)$/.test(name)) return []
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    return [
      { file, line: line(key.start), message: `data fields are snake_case: write ${snake} for ${name}` },
    ]
  })
}

function fieldsOf(node: Node): Node[] {
  if (node.type === 'TSPropertySignature') return [node.key as Node]
  if (node.type !== 'CallExpression') return []
  const callee = node.callee as Node
  const method = callee.type === 'MemberExpression' ? nameOf(callee.property) : undefined
  if (!/^(object|strictObject|looseObject|extend)$/.test(method ?? '')) return []
  const shape = (node.arguments as Node[])[0]
  if (shape?.type !== 'ObjectExpression') return []
  return (shape.properties as Node[]).flatMap((property) =>
    property.type === 'Property' ? [property.key as Node] : [],
  )
}
