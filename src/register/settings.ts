import { readFileSync } from 'node:fs';
import { hmacDerivation } from '../ids/derivation.js';
import { refusalOf } from '../ids/usable-id.js';
import type { Environment } from '../propagation/environment.js';
import { didYouMean } from '../diagnostics/did-you-mean.js';
import { describeValue } from '../diagnostics/describe-value.js';
import type { InteractionPattern } from '../options/interaction.js';
import type { SessionTracingOptions } from '../options/options.js';
import { requestSpans } from '../options/request-spans.js';
import { firstOf } from '../resolvers/first-of.js';
import { fromAttributes } from '../resolvers/from-attributes.js';
import { fromOpenInference } from '../resolvers/from-open-inference.js';
import { isOn } from './is-on.js';
import { named } from '../resolvers/session-id-resolver.js';
import { ownVariables } from './own-variables.js';

/** The option that each variable sets; the names in errors are put back into those of variables. */
const VARIABLES = {
  SESSION_TRACE_SESSION_ID: 'sessionId',
  SESSION_TRACE_ATTRIBUTES: 'keys',
  SESSION_TRACE_HEADERS: 'header',
  SESSION_TRACE_INTERACTIONS: 'interaction',
  SESSION_TRACE_INTERACTION_ID: 'interactionId',
  SESSION_TRACE_NESTED_INTERACTIONS: 'nestedInteractions',
  SESSION_TRACE_SCOPE: 'traceScope',
  SESSION_TRACE_ROOT: 'sessionRoot',
  SESSION_TRACE_ORPHANS: 'orphans',
  SESSION_TRACE_SECRET_FILE: 'derivation',
  SESSION_TRACE_EXPLAIN: 'explain',
  SESSION_TRACE_LOG_FILE: 'logFile',
  SESSION_TRACE_DISABLED: 'disabled',
} as const;

const DEFAULT_ATTRIBUTES = 'session.id,gen_ai.conversation.id';

/**
 * The options that the environment asks for.
 *
 * @throws Error with one line that names the variable
 */
export function settingsFrom(environment: Environment): SessionTracingOptions {
  const unknown = Object.keys(ownVariables(environment)).find((name) => !(name in VARIABLES));
  if (unknown !== undefined) {
    throw new Error(
      `${unknown} is not a setting; there are ${Object.keys(VARIABLES).join(', ')}.${didYouMean(unknown, Object.keys(VARIABLES))}`,
    );
  }
  const valueOf = (name: keyof typeof VARIABLES): string | undefined => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  checkSwitch('SESSION_TRACE_DISABLED', valueOf('SESSION_TRACE_DISABLED'));
  checkSwitch('SESSION_TRACE_EXPLAIN', valueOf('SESSION_TRACE_EXPLAIN'));
  const sessionId = valueOf('SESSION_TRACE_SESSION_ID');
  const refusal = sessionId === undefined ? undefined : refusalOf(sessionId);
  if (refusal !== undefined) {
    throw new Error(`SESSION_TRACE_SESSION_ID cannot be a session id: it is ${refusal}.`);
  }
  const interactions = valueOf('SESSION_TRACE_INTERACTIONS');
  const secretFile = valueOf('SESSION_TRACE_SECRET_FILE');
  const given = {
    interaction: interactions === undefined ? undefined : listOf(interactions).map(patternOf),
    interactionId: valueOf('SESSION_TRACE_INTERACTION_ID'),
    nestedInteractions: valueOf('SESSION_TRACE_NESTED_INTERACTIONS'),
    traceScope: valueOf('SESSION_TRACE_SCOPE'),
    sessionRoot: valueOf('SESSION_TRACE_ROOT'),
    orphans: valueOf('SESSION_TRACE_ORPHANS'),
    derivation: secretFile === undefined ? undefined : hmacDerivation(secretIn(secretFile)),
  };
  return {
    // Words from outside: the options are checked where they are used.
    ...(given as object),
    explain: isOn(environment, 'SESSION_TRACE_EXPLAIN'),
    sessionId: firstOf(
      fromAttributes(...listOf(valueOf('SESSION_TRACE_ATTRIBUTES') ?? DEFAULT_ATTRIBUTES)),
      fromOpenInference(),
      ...(sessionId === undefined ? [] : [named('SESSION_TRACE_SESSION_ID', () => sessionId)]),
    ),
  };
}

/** The headers that name the session of a request; undefined where none is to be read. */
export function headersFrom(environment: Environment): readonly string[] | undefined {
  const headers = listOf(environment['SESSION_TRACE_HEADERS'] ?? '');
  return headers.length === 0 ? undefined : headers;
}

/** A word of the setting, or the matcher of that name. */
function patternOf(word: string): InteractionPattern {
  return word === 'requestSpans()' ? requestSpans() : word;
}

/** The message of an error about an option, in the words of who set a variable. */
export function inVariables(error: unknown): string {
  let message = error instanceof Error ? error.message : describeValue(error);
  for (const [variable, option] of Object.entries(VARIABLES)) {
    message = message.replaceAll(`\`${option}\``, variable);
  }
  message = message.replaceAll('`secret`', 'the secret in SESSION_TRACE_SECRET_FILE');
  return message.replace(' or a function of the session id', '').replace(' or a function', '');
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** `isOn` takes any other word for a no. */
function checkSwitch(name: string, value: string | undefined): void {
  if (value !== undefined && !['true', '1', 'false', '0'].includes(value.toLowerCase())) {
    throw new Error(`Expected ${name} to be true or false, got ${describeValue(value)}.`);
  }
}

function secretIn(file: string): string {
  const secret = contentOf(file);
  if (secret === '') {
    throw new Error(`SESSION_TRACE_SECRET_FILE is empty: ${file}.`);
  }
  return secret;
}

function contentOf(file: string): string {
  try {
    // An editor ends the last line; the end is not part of the secret.
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const why = describeValue(error);
    throw new Error(`SESSION_TRACE_SECRET_FILE cannot be read: ${why}.`, { cause: error });
  }
}
