// direct hook cost: follower onStart on a fake span object shape
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { SessionTraceSpanProcessor } from 'otel-session-trace';
const p = new SessionTraceSpanProcessor({sessionId: () => 'a', sessionRoot:'omit', sessionAttributes:false});
class S { constructor(name, sc, parent){ this._sc=sc; this.name=name; this.parentSpanContext=parent; this.attributes={}; this.kind=0; this.links=[]; } spanContext(){return this._sc} setAttribute(k,v){this.attributes[k]=v} }
const mk=(n,par)=>new S(n,{traceId:'0af7651916cd43dd8448eb211c80319c',spanId:'b7ad6b7169203331',traceFlags:1,traceState:undefined},par);
const i=mk('interaction',undefined); p.onStart(i,ROOT_CONTEXT);
const ctx=trace.setSpan(ROOT_CONTEXT,{spanContext:()=>i.spanContext()});
for(let r=0;r<4;r++){ const N=3e5; const spans=[]; for(let k=0;k<N;k++) spans.push(mk('llm_request',i.spanContext()));
 let b=process.hrtime.bigint(); for(let k=0;k<N;k++) p.onStart(spans[k],ctx); console.log('onStart', Number(process.hrtime.bigint()-b)/N);
 b=process.hrtime.bigint(); for(let k=0;k<N;k++) p.onEnd(spans[k]); console.log('onEnd', Number(process.hrtime.bigint()-b)/N);
 const ss=[]; for(let k=0;k<N;k++) ss.push(mk('interaction',undefined));
 b=process.hrtime.bigint(); for(let k=0;k<N;k++) p.onStart(ss[k],ROOT_CONTEXT); console.log('  onStart interaction', Number(process.hrtime.bigint()-b)/N);
 b=process.hrtime.bigint(); for(let k=0;k<N;k++) p.onEnd(ss[k]); console.log('  onEnd', Number(process.hrtime.bigint()-b)/N);
 }
