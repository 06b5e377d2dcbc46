// Source text → its mutants: the same program with one small mistake each.
import { stripTypeScriptTypes } from 'node:module';
import { type Node, parse } from 'acorn';

/** One mistake: what stands from `start` to `end` is replaced. */
export interface Mutant {
  file: string;
  /** From 1. */
  line: number;
  start: number;
  end: number;
  before: string;
  replacement: string;
}

const BINARY: Record<string, string> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
};
const LOGICAL: Record<string, string> = { '&&': '||', '||': '&&', '??': '&&' };
const METHODS: Record<string, string> = {
  min: 'max',
  max: 'min',
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  find: 'findLast',
  findLast: 'find',
  floor: 'ceil',
  ceil: 'floor',
};
/** Methods whose call may be left out: `text.trim()` → `text`. */
const LEFT_OUT = new Set(
  'trim toLowerCase toUpperCase filter sort toSorted slice replace replaceAll normalize reverse'.split(
    ' ',
  ),
);

/** A node as acorn gives it, with the fields that its type has. */
type Anything = Node & { [field: string]: unknown };

/** All mutants of a file, in the order of their places. */
export function mutantsOf(file: string, text: string): Mutant[] {
  const code = stripTypeScriptTypes(text, { mode: 'strip' });
  const tree = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  const mutants: Mutant[] = [];
  const add = (start: number, end: number, replacement: string) => {
    const line = text.slice(0, start).split('\n').length;
    mutants.push({ file, line, start, end, before: text.slice(start, end), replacement });
  };
  /** The operator between two operands. */
  const operator = (left: Anything, right: Anything, sign: string, other: string) => {
    const at = code.indexOf(sign, left.end);
    if (at >= 0 && at < right.start) add(at, at + sign.length, other);
  };

  const visit = (node: Anything, parent: Anything | null): void => {
    const { type, start, end } = node;
    const [left, right] = [node.left as Anything, node.right as Anything];
    switch (type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        return;
      case 'BinaryExpression': {
        const other = BINARY[node.operator as string];
        const text = isText(left) || isText(right);
        if (other && !text) operator(left, right, node.operator as string, other);
        break;
      }
      case 'LogicalExpression':
        operator(left, right, node.operator as string, LOGICAL[node.operator as string] ?? '&&');
        break;
      case 'IfStatement':
      case 'ConditionalExpression': {
        const test = node.test as Anything;
        add(test.start, test.end, 'true');
        add(test.start, test.end, 'false');
        break;
      }
      case 'UnaryExpression':
        if (node.operator === '!') add(start, start + 1, '');
        break;
      case 'UpdateExpression':
        add(
          start,
          end,
          text.slice(start, end).replace(/\+\+|--/, (it) => (it === '++' ? '--' : '++')),
        );
        break;
      case 'Literal':
        if (parent?.type === 'Property' && parent.key === node) break;
        if (typeof node.value === 'number') add(start, end, String(node.value + 1));
        if (typeof node.value === 'boolean') add(start, end, String(!node.value));
        if (typeof node.value === 'string' && node.value !== '') add(start, end, "''");
        break;
      case 'ReturnStatement': {
        const value = node.argument as Anything | null;
        if (value) add(value.start, value.end, 'undefined');
        break;
      }
      case 'CallExpression': {
        const callee = node.callee as Anything;
        if (callee.type !== 'MemberExpression' || callee.computed) break;
        const name = callee.property as Anything;
        const other = METHODS[name.name as string];
        if (other) add(name.start, name.end, other);
        if (LEFT_OUT.has(name.name as string)) add((callee.object as Anything).end, end, '');
        break;
      }
      case 'ExpressionStatement':
        if ((node.expression as Anything).type === 'CallExpression') add(start, end, ';');
        break;
      case 'ArrayExpression':
        if ((node.elements as unknown[]).length > 0) add(start, end, '[]');
        break;
    }
    for (const child of Object.values(node).flat()) {
      if (isNode(child)) visit(child, node);
    }
  };
  visit(tree as unknown as Anything, null);
  return mutants;
}

/** Texts are joined with `+`, and have no `-`. */
function isText({ type, value }: Anything): boolean {
  return type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string');
}

function isNode(value: unknown): value is Anything {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
