import { destination, pino, type Logger } from "pino";

export type { Logger } from "pino";

interface LogSettings {
  /** trace, debug, info, warn, error, fatal or silent. */
  readonly level: string;
  /** Standard error if left out. */
  readonly stream?: { write(line: string): void };
  /** Names the process in each line, where several write to one place. */
  readonly process?: string;
}

/** Writes JSON lines, secrets removed. Errors carry their stack only at `debug` and `trace`. */
export function createLogger({ level, stream, process }: LogSettings): Logger {
  const withStack = level === "debug" || level === "trace";
  const describe = (error: unknown): unknown => describeError(error, withStack);
  return pino(
    {
      level,
      base: process === undefined ? null : { process },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describe, error: describe },
      hooks: { streamWrite: withoutSecrets },
    },
    // Synchronous, so that the last line before an exit is not lost.
    stream ?? destination({ dest: 2, sync: true }),
  );
}

function describeError(error: unknown, withStack: boolean): unknown {
  if (!(error instanceof Error)) return error;
  return {
    type: error.name,
    message: error.message,
    ...("code" in error && typeof error.code === "string" ? { code: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause, withStack) }),
    ...(withStack ? { stack: error.stack } : {}),
  };
}

const hidden = "[hidden]";
const secretName = "authorization|token|secret|password|passwd|cookie|(?:api|private)[-_]?key|signature";
const secretField = new RegExp(`("[\\w-]*(?:${secretName})[\\w-]*":)(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\])`, "gi");

/** What a secret looks like inside any text, and what is left of it. */
const secretShapes: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic|bot) [\w.~+/=-]{8,}/gi, `$1 ${hidden}`],
  [/\bxox[a-z]-[\w-]+|\bxapp-[\w-]+/gi, hidden],
  [/(hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)[^\s"\\]+/gi, `$1${hidden}`],
  [/(\/api(?:\/v\d+)?\/webhooks\/\d+\/)[\w-]+/gi, `$1${hidden}`],
  [/([?&](?:api[-_]?key|access[-_]?token|token|secret|sig|signature|password)=)[^&\s"\\#]+/gi, `$1${hidden}`],
  [/(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s"\\/@]+@/gi, `$1${hidden}@`],
];

// Works on the finished line: that covers messages, nested fields and errors alike, however deep.
function withoutSecrets(line: string): string {
  const fields = line.replace(secretField, `$1"${hidden}"`);
  const shown = secretShapes.reduce((text, [shape, replacement]) => text.replace(shape, replacement), fields);
  // JSON escapes what begins with ESC; the older single characters of that kind it leaves.
  return shown.replace(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}
