/** What a route answers. `undefined` as body is no body (204). */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export const done: Answer = { status: 204 };

export function error(status: number, code: number, message: string, problems: readonly string[] = []): Answer {
  if (problems.length === 0) return { status, body: { message, code } };
  const errors = Object.fromEntries(
    problems.map((problem) => {
      const [path = "", what = ""] = problem.split(/: (.*)/s);
      return [path, { _errors: [{ code: "BASE_TYPE_BAD", message: what }] }];
    }),
  );
  return { status, body: { message, code, errors } };
}

export const unknownChannel = error(404, 10003, "Unknown Channel");
export const unknownMessage = error(404, 10008, "Unknown Message");
export const missingAccess = error(403, 50001, "Missing Access");
export const missingPermissions = error(403, 50013, "Missing Permissions");
export const cannotTell = error(403, 50007, "Cannot send messages to this user");
