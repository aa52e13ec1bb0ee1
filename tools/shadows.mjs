// Renames variables of blocks that have the name of one outside the function which the same function uses:
//
//   function f() { if (a) { let e = 1; g(e); } return e.decode(b); }   // the second e is the module's
//
// That is good JavaScript, and short names lead to it. But emcc from -O2 on takes a function for one scope: it finds that nobody uses
// the module's e, and takes that away.
import { parse } from 'acorn';

/** Nodes that own a scope for let, const, class and a catch's parameter. */
const BLOCKS = new Set(['BlockStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'SwitchStatement', 'CatchClause']);
const isFunction = (/** @type {any} */ node) => /Function/.test(node.type);

/** Names that a pattern binds. @param {any} pattern @returns {string[]} */
function bound(pattern) {
  switch (pattern?.type) {
    case 'Identifier': return [pattern.name];
    case 'ObjectPattern': return pattern.properties.flatMap((/** @type {any} */ one) => bound(one.value ?? one.argument));
    case 'ArrayPattern': return pattern.elements.flatMap(bound);
    case 'AssignmentPattern': return bound(pattern.left);
    case 'RestElement': return bound(pattern.argument);
    default: return [];
  }
}

/**
 * The same program without such names.
 * @param {string} code  a script
 */
export function withoutShadows(code) {
  /** What is written in the place of identifiers, by position. @type {Map<number, {end: number, text: string}>} */
  const renamed = new Map();
  /** @typedef {{start: number, end: number, names: Set<string>}} Block */
  /** @typedef {{blocks: Block[], own: Set<string>, uses: {name: string, at: number, end: number, short: boolean}[]}} Scope */

  /** @param {any} node @param {Scope} scope @param {Block | null} block @param {any} parent @param {string} key */
  function walk(node, scope, block, parent, key) {
    if (node.type === 'Identifier') {
      if (key === 'label') return;
      const isName = (parent.type === 'MemberExpression' && key === 'property' && !parent.computed)
        || (/^(Property|MethodDefinition|PropertyDefinition)$/.test(parent.type) && key === 'key' && !parent.computed);
      const short = parent.type === 'Property' && parent.shorthand;
      if (!isName) scope.uses.push({ name: node.name, at: node.start, end: node.end, short });
      return;
    }
    let inner = scope;
    if (isFunction(node)) {
      inner = { blocks: [], own: new Set(node.params.flatMap(bound)), uses: [] };
      if (node.id && node.type === 'FunctionDeclaration') (block?.names ?? scope.own).add(node.id.name);
      block = null;
    } else if (BLOCKS.has(node.type) && !(node.type === 'BlockStatement' && isFunction(parent))) {
      block = { start: node.start, end: node.end, names: new Set(bound(node.param)) };
      scope.blocks.push(block);
    }
    if (node.type === 'VariableDeclaration') {
      const names = node.kind === 'var' || !block ? inner.own : block.names;
      for (const one of node.declarations) for (const name of bound(one.id)) names.add(name);
    }
    if (node.type === 'ClassDeclaration') (block?.names ?? inner.own).add(node.id.name);
    for (const [name, child] of Object.entries(node)) {
      for (const one of Array.isArray(child) ? child : [child]) if (one && typeof one.type === 'string') walk(one, inner, block, node, name);
    }
    if (inner !== scope) {
      settle(inner);
      // What it does not declare itself it takes from outside.
      const declared = (/** @type {{name: string, at: number}} */ use) => inner.own.has(use.name)
        || inner.blocks.some((one) => one.names.has(use.name) && one.start <= use.at && use.at < one.end);
      scope.uses.push(...inner.uses.filter((use) => !declared(use)));
    }
  }

  /** Looks at one function. @param {Scope} scope */
  function settle({ blocks, own, uses }) {
    for (const name of new Set(blocks.flatMap((block) => [...block.names]))) {
      const holds = blocks.filter((block) => block.names.has(name));
      const inside = (/** @type {number} */ at) => holds.some((block) => block.start <= at && at < block.end);
      if (own.has(name) || !uses.some((use) => use.name === name && !inside(use.at))) continue;
      let fresh = `${name}$`;
      while (code.includes(fresh)) fresh += '$';
      for (const use of uses) {
        if (use.name === name && inside(use.at)) renamed.set(use.at, { end: use.end, text: use.short ? `${name}: ${fresh}` : fresh });
      }
    }
  }

  const program = parse(code, { ecmaVersion: 2022 });
  const whole = { blocks: [], own: new Set(), uses: [] };
  walk(program, whole, null, program, '');
  let out = '';
  let at = 0;
  for (const [start, { end, text }] of [...renamed].sort(([a], [b]) => a - b)) {
    out += code.slice(at, start) + text;
    at = end;
  }
  return out + code.slice(at);
}
