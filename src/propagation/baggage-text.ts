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

/** Writes baggage as text; entries past the limits of the specification are left out. */
export function formatBaggage(baggage: Baggage): string {
  const members: string[] = [];
  let length = 0;
  for (const [key, { value, metadata }] of baggage.getAllEntries()) {
    const properties = metadata === undefined ? '' : `;${metadata.toString()}`;
    const member = `${encoded(key)}=${encoded(value)}${properties}`;
    const longer = length + member.length + 1;
    if (longer <= MAX_BYTES && members.length < MAX_ENTRIES) {
      members.push(member);
      length = longer;
    }
  }
  return members.join(',');
}

/** Reads baggage from text; members that are malformed are passed over. */
export function parseBaggage(text: string): Baggage {
  const entries: [string, BaggageEntry][] = [];
  for (const member of text.slice(0, MAX_BYTES).split(',').slice(0, MAX_ENTRIES)) {
    const [pair = '', ...properties] = member.split(';');
    const [key, value] = pair.split('=').map((part) => decoded(part.trim()));
    if (key !== undefined && key !== '' && value !== undefined) {
      const metadata = properties.join(';').trim();
      entries.push([
        key,
        metadata === '' ? { value } : { value, metadata: baggageEntryMetadataFromString(metadata) },
      ]);
    }
  }
  // Not by assignment: a key from outside may be `__proto__`.
  return propagation.createBaggage(Object.fromEntries(entries));
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
