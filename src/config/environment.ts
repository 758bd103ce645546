import path from 'node:path';
import { z } from 'zod';

/** The environment variables the hub itself reads. A variable that is empty counts as absent. */
const text = z.string().optional();
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const PORT = 'a port number from 0 to 65535 (0: any free one)';
const SECRET = 'a secret of 32 characters or more (openssl rand -base64 32 makes one)';

export const environmentSchema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'an address that starts with postgres://')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/, 'an address that starts with redis:// or rediss://')
    .optional(),
  CONNECTORS_DIR: text.transform(
    (folders) => folders?.split(path.delimiter).filter((folder) => folder !== '') ?? [],
  ),
  WANGSHU_HOME: text,
  WANGSHU_TOKEN_SECRET: z.string().min(32, SECRET).optional(),
  WANGSHU_ID_KEY: z.string().min(32, SECRET).optional(),
  HUB_CONFIG: text,
  HOST: z.string().regex(/^\S+$/, 'a host name or an address').default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, PORT)
    .transform(Number)
    .refine((port) => port <= 65_535, PORT)
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
});

export type Environment = z.infer<typeof environmentSchema>;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Names whose values never stand in a fault. */
export const SECRET_NAMES = /SECRET|KEY|URL/;
