/** What the scan finds and needs no filling, with the reason: it is made once, or belongs to what the user holds. */
export const NOT_GROWING: Readonly<Record<string, string>> = {
  'export/delivery.ts #own': 'one promise, of those that run',
  'placement/lifetime.ts #atWork': 'one for each provider that carries the tracing',
  'export/parents-in-batch.ts #byId': 'the spans of one batch, for the call',
  'export/placed-copy.ts links': 'the links of one exported copy',
  'export/placed-copy.ts attributes': 'the attributes of one exported copy',
  'export/held-trace.ts siblings': 'lists in #children: together as many as #spans',
  'export/size-of-span.ts values': 'for the call: what one span keeps alive',
  'export/placing-queue.ts #released': 'empty again before the next microtask',
  'export/before-first-turn.ts #settled':
    'what was in #groups until a moment ago: the next export takes it',
  'export/before-first-turn.ts group.waiting': 'lists in #groups: maxSpans in all',
  'ids/random-ids.ts bytes': 'sixteen bytes, for the call',
  'logs/log-to-span-options.ts keys': 'as many as the option names',
  'logs/safe-log-attribute.ts words': 'constant lists of words',
  'options/interaction.ts names': 'as many as the option names',
  'options/interaction.ts nameTests': 'as many as the option names',
  'options/interaction.ts functions': 'as many as the option names',
  'metrics/instruments.ts addBatchObservableCallback': 'one for each meter',
  'placement/journal.ts #notes': 'one for each mark, which takes it along',
  'placement/journal.ts #entries': 'one for each mark, which takes it along',
  'propagation/use-of-with-session.ts once': 'one for each process',
  'session-tracing/never-reached.ts once': 'one for each process',
  'register/asked-lines.ts once': 'one for each process that asked for it',
  'register/flags-for-children.ts args':
    'the arguments of this process, one in the place of another',
  'register/flags-for-children.ts env': 'one variable of this process',
  'register/attach-session-tracing.ts active._spanProcessors':
    'one processor of ours on a provider',
  'register/attach-session-tracing.ts processors': 'one processor of ours on a provider',
  'register/attach-session-tracing.ts registered': 'one processor of ours on a provider',
  'sampling/trace-decisions.ts #asking':
    'questions in the middle of one another: as deep as the call',
  'spans/parent-field.ts fields': 'a field of one span',
  'spans/stamp-span.ts span.attributes': 'the attributes of one span',
};
