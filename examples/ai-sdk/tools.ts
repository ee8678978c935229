import { tool, type ToolSet } from 'ai';
import { z } from 'zod';

const inputSchema = z.object({ city: z.string() });

/** What the agent can look up. */
export const tools: ToolSet = {
  weather: tool({
    description: 'Tells the weather in a city',
    inputSchema,
    execute: ({ city }) => `sunshine in ${city}`,
  }),
  flights: tool({
    description: 'Finds flights to a city',
    inputSchema,
    execute: ({ city }) => `two flights to ${city}`,
  }),
};
