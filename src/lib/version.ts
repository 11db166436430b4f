import manifest from "../../package.json" with { type: "json" };

/** The version of regwatch itself. */
export const version: string = manifest.version;
