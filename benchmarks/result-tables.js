// The figures as tables, one for each way and SDK.
import { table } from './table.js';
import { BASELINE } from './variants.js';

export function ownProcessesTable(rows) {
  return table(
    [
      'each variant in its own processes',
      'us per turn',
      'fastest, median, slowest process',
      'over the hook',
      'spread of it',
      'bytes allocated per span',
      'bytes kept per span',
    ],
    rows.map((row) => [
      ...commonCells(row, row.spread.map(micros).join(', ')),
      whole(row.bytesAllocated),
      whole(row.bytesKept),
    ]),
  );
}

export function oneProcessTable(rows) {
  return table(
    ['all variants in one process', 'us per turn', 'quartiles', 'over the hook', 'quartiles of it'],
    rows.map((row) => commonCells(row, row.spread.map(micros).join(' to '))),
  );
}

function commonCells({ variant, nanos, ratio, ratioSpread }, spread) {
  const overhead =
    variant.name === BASELINE ? ['', ''] : [percent(ratio), ratioSpread.map(percent).join(' to ')];
  return [variant.title, micros(nanos), spread, ...overhead];
}

function micros(nanos) {
  return (nanos / 1000).toFixed(2);
}

function percent(ratio) {
  // Rounded first, or a little less than nothing would read -0.0.
  return `${(Math.round((ratio - 1) * 1000) / 10).toFixed(1)} %`;
}

function whole(value) {
  return String(Math.round(value));
}
