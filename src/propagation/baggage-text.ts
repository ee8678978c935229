import {
  baggageEntryMetadataFromString,
  propagation,
  type Baggage,
  type BaggageEntry,
} from '@opentelemetry/api';

/*
 * W3C Baggage (https://www.w3.org/TR/baggage/#header-content) as one line of text, within the limits
 * that the document asks every implementation to carry.
 */

const MAX_BYTES = 8_192;
const MAX_ENTRIES = 180;
const MAX_BYTES_OF_ENTRY = 4_096;

// What is none of the characters that properties may be made of: an entry would end there, or no header takes it.
const NOT_IN_PROPERTIES = /[^\t \x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+/gu;

/** Writes baggage as text; entries past the limits of the specification are left out. */
export function formatBaggage(baggage: Baggage): string {
  const members: string[] = [];
  let length = 0;
  for (const [key, { value, metadata }] of baggage.getAllEntries()) {
    const properties = metadata === undefined ? '' : `;${asProperties(metadata.toString())}`;
    const member = `${encoded(key)}=${encoded(value)}${properties}`;
    const longer = length + member.length + (members.length === 0 ? 0 : 1);
    const fits = member.length <= MAX_BYTES_OF_ENTRY && longer <= MAX_BYTES;
    if (key !== '' && fits && members.length < MAX_ENTRIES) {
      members.push(member);
      length = longer;
    }
  }
  return members.join(',');
}

/**
 * Reads baggage from text. Members that are malformed are passed over, and so is one that is too long: cut off, a
 * session id would name another session. Reading ends with the first that no longer fits.
 */
export function parseBaggage(text: string): Baggage {
  const entries: [string, BaggageEntry][] = [];
  let length = 0;
  for (const member of text.split(',')) {
    const entry = member.length <= MAX_BYTES_OF_ENTRY ? entryOf(member) : undefined;
    if (entry !== undefined) {
      length += member.length + (entries.length === 0 ? 0 : 1);
      if (length > MAX_BYTES || entries.length === MAX_ENTRIES) {
        break;
      }
      entries.push(entry);
    }
  }
  // Not by assignment: a key from outside may be `__proto__`.
  return propagation.createBaggage(Object.fromEntries(entries));
}

function entryOf(member: string): [string, BaggageEntry] | undefined {
  const [pair = '', ...properties] = member.split(';');
  const equals = pair.indexOf('=');
  const key = decoded(pair.slice(0, Math.max(equals, 0)).trim());
  const value = decoded(pair.slice(equals + 1).trim());
  if (!key || !value) {
    return undefined;
  }
  const metadata = properties.join(';').trim();
  return [
    key,
    metadata === '' ? { value } : { value, metadata: baggageEntryMetadataFromString(metadata) },
  ];
}

function asProperties(metadata: string): string {
  return metadata.replace(NOT_IN_PROPERTIES, encoded);
}

/** Percent-encoding of UTF-8, which a lone surrogate has none of. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
