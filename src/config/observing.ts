import { z } from 'zod';
import { FaultsError, faultsOf } from '../domain/faults';
import type { Config } from './load';

/** What the environment says about watching the hub: where metrics are served, where traces, lineage and alerts go. */
export interface Observing {
  /** null: no metrics are served. */
  readonly metrics: {
    readonly host: string;
    readonly port: number;
    /** null: whoever reaches the address may read; only on a loopback address. */
    readonly token: string | null;
  } | null;
  /** null: no traces. Headers, time limits, batches and sampling are read by OpenTelemetry's own library. */
  readonly traces: { readonly url: string; readonly serviceName: string } | null;
  /** null: no lineage events. */
  readonly lineage: {
    readonly url: string;
    readonly apiKey: string | null;
    readonly namespace: string;
  } | null;
  /** null: nobody is alerted. */
  readonly alerts: { readonly url: string; readonly secret: string | null } | null;
}

const address = z
  .string()
  .regex(/^https?:\/\/\S+$/, 'an address that starts with http:// or https://')
  .refine((text) => URL.canParse(text), 'an address that can be read');
const PORT = 'a port number from 1 to 65535';
const flag = z
  .string()
  .optional()
  .transform((text) => text?.trim().toLowerCase() === 'true');

const schema = z
  .object({
    METRICS_HOST: z.string().regex(/^\S+$/, 'a host name or an address').default('127.0.0.1'),
    METRICS_PORT: z
      .string()
      .regex(/^\d{1,5}$/, PORT)
      .transform(Number)
      .refine((port) => port <= 65_535, PORT)
      .optional(),
    METRICS_TOKEN: z.string().min(16, 'a token of 16 characters or more').optional(),
    OTEL_SDK_DISABLED: flag,
    OTEL_TRACES_EXPORTER: z.string().optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: address.optional(),
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address.optional(),
    OTEL_SERVICE_NAME: z.string().default('wangshu'),
    OPENLINEAGE_DISABLED: flag,
    OPENLINEAGE_URL: address.optional(),
    OPENLINEAGE_ENDPOINT: z
      .string()
      .regex(/^\S+$/, 'a path such as api/v1/lineage')
      .default('api/v1/lineage'),
    OPENLINEAGE_API_KEY: z.string().optional(),
    OPENLINEAGE_NAMESPACE: z.string().default('wangshu'),
    ALERT_URL: address.optional(),
    ALERT_SECRET: z.string().min(8, 'the secret that the receiver knows').optional(),
  })
  .superRefine((env, context) => {
    if (env.METRICS_PORT === undefined || env.METRICS_TOKEN !== undefined) return;
    if (isLoopback(env.METRICS_HOST)) return;
    context.addIssue({
      code: 'custom',
      path: ['METRICS_TOKEN'],
      message: 'a token, because metrics are served beyond this machine (METRICS_HOST),',
    });
  });

/** Values under these names never stand in a fault. */
const SECRET_NAMES = /SECRET|KEY|URL|TOKEN|ENDPOINT/;

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

/** An address with a path put behind its own, as both standards join them. */
function under(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/**
 * Reads the variables of OpenTelemetry (OTEL_…), OpenLineage (OPENLINEAGE_…) and the hub's own (METRICS_…, ALERT_…). All
 * faults are told at once: FaultsError CONFIG_INVALID. Nothing set: nothing is watched from outside.
 */
export function observingOf({ env }: Pick<Config, 'env'>): Observing {
  const read = schema.safeParse(env);
  if (!read.success)
    throw new FaultsError(
      'CONFIG_INVALID',
      faultsOf('the environment', env, read.error.issues, SECRET_NAMES),
    );
  const { data } = read;
  const traces =
    data.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ??
    (data.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
      ? undefined
      : under(data.OTEL_EXPORTER_OTLP_ENDPOINT, 'v1/traces'));
  const traced = !data.OTEL_SDK_DISABLED && (data.OTEL_TRACES_EXPORTER ?? 'otlp') !== 'none';
  return {
    metrics:
      data.METRICS_PORT === undefined
        ? null
        : { host: data.METRICS_HOST, port: data.METRICS_PORT, token: data.METRICS_TOKEN ?? null },
    traces:
      traces === undefined || !traced ? null : { url: traces, serviceName: data.OTEL_SERVICE_NAME },
    lineage:
      data.OPENLINEAGE_URL === undefined || data.OPENLINEAGE_DISABLED
        ? null
        : {
            url: under(data.OPENLINEAGE_URL, data.OPENLINEAGE_ENDPOINT),
            apiKey: data.OPENLINEAGE_API_KEY ?? null,
            namespace: data.OPENLINEAGE_NAMESPACE,
          },
    alerts:
      data.ALERT_URL === undefined
        ? null
        : { url: data.ALERT_URL, secret: data.ALERT_SECRET ?? null },
  };
}
