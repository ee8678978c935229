import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A place in the source where something begins to be kept: a collection, a list that grows, a timer. */
export interface Store {
  /** File and name, such as `sessions/turns.ts #open`. */
  readonly key: string;
  readonly file: string;
  readonly line: number;
}

const CONSTRUCTORS = new Set([
  ...['Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry'],
  ...['Array', 'AsyncLocalStorage', 'EventEmitter'],
]);
const TIMERS = new Set(['setTimeout', 'setInterval']);
const SUBSCRIPTIONS = new Set([
  ...['on', 'once', 'addListener', 'addEventListener', 'addBatchObservableCallback', 'addCallback'],
]);
const GROWTH = new Set(['push', 'unshift', 'splice']);

/**
 * All places in a source folder that look like a store. What a function keeps in a variable of its own ends with the
 * call and is left out, unless a function that may outlive it sees the variable.
 */
export function findStores(source: string): readonly Store[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) =>
      storesIn(file.replaceAll('\\', '/'), readFileSync(join(source, file), 'utf8')),
    );
}

function storesIn(file: string, text: string): Store[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found = new Map<string, Store>();
  const visit = (node: ts.Node): void => {
    const name = nameOfStore(node);
    if (name !== undefined) {
      const key = `${file} ${name}`;
      const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.set(key, found.get(key) ?? { key, file, line });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return [...found.values()];
}

function nameOfStore(node: ts.Node): string | undefined {
  const isCollection =
    (ts.isNewExpression(node) && CONSTRUCTORS.has(node.expression.getText())) ||
    (ts.isArrayLiteralExpression(node) && mayGrow(node));
  if (isCollection) {
    const holder = holderOf(node);
    return holder === undefined || endsWithCall(holder) ? undefined : nameOf(holder);
  }
  if (ts.isCallExpression(node)) {
    const { expression } = node;
    if (!ts.isPropertyAccessExpression(expression)) {
      return TIMERS.has(expression.getText()) ? expression.getText() : undefined;
    }
    const method = expression.name.text;
    if (GROWTH.has(method)) {
      return grown(expression.expression);
    }
    return SUBSCRIPTIONS.has(method) ? method : undefined;
  }
  return isDictionaryWrite(node) ? grown(node.left.expression) : undefined;
}

/** An empty list, or one made from another, to be filled or replaced. */
function mayGrow({ elements }: ts.ArrayLiteralExpression): boolean {
  return elements.length === 0 || elements.some((element) => ts.isSpreadElement(element));
}

/** `object[key] = value`: an object as a map. */
function isDictionaryWrite(
  node: ts.Node,
): node is ts.BinaryExpression & { readonly left: ts.ElementAccessExpression } {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isElementAccessExpression(node.left)
  );
}

type Holder = ts.PropertyDeclaration | ts.VariableDeclaration | ts.Expression;

/** What a new collection is assigned to; undefined where it is handed on at once. */
function holderOf(node: ts.Node): Holder | undefined {
  const { parent } = node;
  if (ts.isPropertyDeclaration(parent) || ts.isVariableDeclaration(parent)) {
    return parent;
  }
  if (ts.isBinaryExpression(parent) && ASSIGNS.has(parent.operatorToken.kind)) {
    return parent.left;
  }
  // The right side of `found ?? new Collection()`, a method called on it, a cast, what an arrow function answers.
  const passesOn =
    ts.isBinaryExpression(parent) ||
    ts.isPropertyAccessExpression(parent) ||
    ts.isCallExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isArrowFunction(parent);
  return passesOn ? holderOf(parent) : undefined;
}

const ASSIGNS = new Set([ts.SyntaxKind.EqualsToken, ts.SyntaxKind.QuestionQuestionEqualsToken]);

function nameOf(holder: Holder): string {
  return ts.isPropertyDeclaration(holder) || ts.isVariableDeclaration(holder)
    ? holder.name.getText()
    : plain(holder);
}

/** `this.#open` is `#open`, `(list as T[])` is `list`. */
function plain(expression: ts.Expression): string {
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression)) {
    return plain(expression.expression);
  }
  return expression.getText().replace(/^this\./, '');
}

/** The name of what grows, unless the call made it for itself. */
function grown(expression: ts.Expression): string | undefined {
  const name = plain(expression);
  const made = variableCalled(name, expression);
  return made?.initializer !== undefined && isMade(made.initializer) && endsWithCall(made)
    ? undefined
    : name;
}

function isMade(node: ts.Expression): boolean {
  return (
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isNewExpression(node)
  );
}

/** The variable of that name in the function around a node. */
function variableCalled(name: string, node: ts.Node): ts.VariableDeclaration | undefined {
  const variables = functionAround(node)?.body;
  return variables === undefined
    ? undefined
    : nodesIn(variables)
        .filter((each) => ts.isVariableDeclaration(each))
        .find((each) => each.name.getText() === name);
}

function endsWithCall(holder: Holder): boolean {
  const around = functionAround(holder);
  if (!ts.isVariableDeclaration(holder) || around?.body === undefined) {
    return false;
  }
  const name = holder.name.getText();
  return !nodesIn(around.body)
    .filter((node) => mayOutlive(node) && !isCallback(node))
    .some((node) => nodesIn(node).some((each) => ts.isIdentifier(each) && each.text === name));
}

function mayOutlive(node: ts.Node): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node);
}

/** A function that is handed to `map` and the like has been called when they return. */
function isCallback({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression);
}

function functionAround(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  const { parent } = node as { readonly parent: ts.Node | undefined };
  if (parent === undefined) {
    return undefined;
  }
  return isFunction(parent) ? parent : functionAround(parent);
}

function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node)
  );
}

function nodesIn(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (each: ts.Node): void => {
    found.push(each);
    ts.forEachChild(each, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}
