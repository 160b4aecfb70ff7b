import { builtinModules } from 'node:module';
import { parseSync } from 'vite';

export type Use = {
  /** As written, except that Node's own modules always carry `node:` and a bundler's `?url` is cut off. */
  readonly target: string;
  readonly kind: 'import' | 'type import' | 'global';
  readonly line: number;
};

/** Globals that open a connection without any import. */
const networkGlobals: ReadonlySet<string> = new Set(['fetch', 'WebSocket', 'EventSource']);

const nodeModules: ReadonlySet<string> = new Set(builtinModules);

/**
 * Everything a TypeScript file reaches out for: imports and re-exports, import() of values and of types, require, and calls of
 * the network's globals. Throws when the file cannot be parsed.
 */
export function usesOf(file: string, source: string): readonly Use[] {
  const parsed = parseSync(file, source);
  const broken = parsed.errors[0];
  if (broken !== undefined) throw new Error(`${file}: ${broken.message}`);

  const uses: Use[] = [];
  const add = (target: unknown, kind: Use['kind'], offset: unknown): void => {
    if (typeof target !== 'string' || typeof offset !== 'number') return;
    uses.push({ target: kind === 'global' ? target : canonical(target), kind, line: lineOf(source, offset) });
  };
  visit(parsed.program, (node) => {
    switch (node['type']) {
      case 'ImportDeclaration':
        return add(literal(node['source']), isTypeOnly(node, 'importKind') ? 'type import' : 'import', node['start']);
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        return add(literal(node['source']), node['exportKind'] === 'type' ? 'type import' : 'import', node['start']);
      case 'ImportExpression':
        return add(literal(node['source']), 'import', node['start']);
      case 'TSImportType':
        return add(literal(node['source']), 'type import', node['start']);
      case 'TSExternalModuleReference':
        return add(literal(node['expression']), 'import', node['start']);
      case 'CallExpression':
      case 'NewExpression': {
        const callee = node['callee'];
        if (!isNode(callee)) return;
        const called = callee['type'] === 'Identifier' ? callee['name'] : undefined;
        if (called === 'require' && Array.isArray(node['arguments']))
          add(literal(node['arguments'][0]), 'import', node['start']);
        if (typeof called === 'string' && networkGlobals.has(called)) add(called, 'global', node['start']);
        return;
      }
    }
  });
  return uses;
}

/** `import type …`, or an import whose every name is a type. */
function isTypeOnly(node: Readonly<Record<string, unknown>>, key: string): boolean {
  if (node[key] === 'type') return true;
  const names = node['specifiers'];
  return Array.isArray(names) && names.length > 0 && names.every((name) => isNode(name) && name[key] === 'type');
}

function literal(node: unknown): unknown {
  return isNode(node) && node['type'] === 'Literal' ? node['value'] : undefined;
}

function canonical(specifier: string): string {
  const bare = specifier.replace(/\?.*$/, '');
  return nodeModules.has(bare) ? `node:${bare}` : bare;
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function visit(value: unknown, enter: (node: Readonly<Record<string, unknown>>) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, enter);
  } else if (isNode(value)) {
    enter(value);
    for (const child of Object.values(value)) if (typeof child === 'object') visit(child, enter);
  }
}
