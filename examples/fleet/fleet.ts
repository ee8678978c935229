import { freePorts } from '../../scripts/backends/process/free-ports.js';
import type { ServerProcess } from '../../scripts/backends/process/server-process.js';
import { startCollector, type CollectorOptions } from '../../scripts/backends/servers/collector.js';
import { balancerConfig, samplerConfig } from './collector-configs.js';
import type { Lane } from './lanes.js';

const SAMPLERS = 3;

/** A load balancer before three collectors with tail sampling, once for each lane. */
export interface Fleet {
  readonly endpoint: string;
  /** Kills the collector that its lane has for this, and starts it again. */
  killOne(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the collectors. Lanes share processes, each with a pipeline of its own; those of lanes that are
 * to lose a collector have three of their own.
 *
 * @param folder - where each pipeline writes the spans that it keeps
 */
export async function startFleet(lanes: readonly Lane[], folder: string): Promise<Fleet> {
  const groups = [
    lanes.filter(({ isKilled }) => !isKilled),
    lanes.filter(({ isKilled }) => isKilled),
  ];
  // All at once: a port that is free again may be given out twice.
  const free = await freePorts(lanes.length * SAMPLERS + groups.length * SAMPLERS + 1);
  const next = (): number => free.pop() ?? 0;
  const ports = new Map<Lane, number[]>();
  for (const lane of lanes) ports.set(lane, Array.from({ length: SAMPLERS }, next));
  const running: { process: ServerProcess; options: CollectorOptions }[][] = [];
  for (const [number, group] of groups.entries()) {
    const members = [];
    for (let index = 0; index < SAMPLERS; index++) {
      const port = next();
      const pipelines = group.map((lane) => ({ lane, port: ports.get(lane)?.[index] ?? 0 }));
      const name = `sampler-${number}-${index}`;
      const options = { name, port, config: samplerConfig(pipelines, port, `${folder}/${name}`) };
      members.push({ process: await startCollector(options), options });
    }
    running.push(members);
  }
  const port = next();
  const config = balancerConfig(ports, port);
  const balancer = await startCollector({ name: 'balancer', port, config });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    killOne: async () => {
      const victim = running[1]?.[0];
      if (!victim) return;
      await victim.process.kill();
      victim.process = await startCollector(victim.options);
    },
    stop: async () => {
      await balancer.stop();
      for (const { process } of running.flat()) await process.stop();
    },
  };
}
