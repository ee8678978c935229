import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { SessionTraceSpanProcessor } from 'otel-session-trace';
const mode = process.argv[2];
let provider; const hook={onStart(){},onEnd(){},forceFlush(){},shutdown(){}};
provider = new NodeTracerProvider({ spanProcessors: mode==='noop'?[hook]:[new SessionTraceSpanProcessor({sessionId: () => 'a', tracerProvider: () => provider, sessionAttributes:false})]});
const t = provider.getTracer('x');
function followers(n){ const i=t.startSpan('interaction',{},ROOT_CONTEXT); const c=trace.setSpan(ROOT_CONTEXT,i); for(let k=0;k<n;k++) t.startSpan('llm',{},c).end(); i.end(); }
function turns(n){ for(let k=0;k<n;k++) t.startSpan('interaction',{},ROOT_CONTEXT).end(); }
followers(1e5); turns(1e5);
for (let r=0;r<3;r++){
let b=process.hrtime.bigint(); followers(1e6); console.log(mode,'follower ns', Number(process.hrtime.bigint()-b)/1e6);
b=process.hrtime.bigint(); turns(5e5); console.log(mode,'interaction ns', Number(process.hrtime.bigint()-b)/5e5);}
