import { z } from 'zod';

/** A value that belongs in the environment (`${NAME}`): it appears in no message, log or job, whatever goes wrong. */
export const secret = z.string().min(1).meta({ secret: true });
