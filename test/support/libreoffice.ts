import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** LibreOffice, as one who opens a Word file uses it. */
export interface LibreOffice {
  /** The texts of Word files once all their tracked changes are accepted, and once all are rejected. */
  settle(files: readonly Uint8Array[]): Promise<readonly Settled[]>;
  close(): Promise<void>;
}

export interface Settled {
  readonly accepted: string;
  readonly rejected: string;
}

/** Null where this machine has no LibreOffice. */
export async function findLibreOffice(): Promise<LibreOffice | null> {
  const program = await onPath("soffice");
  if (program === null) return null;
  const dir = await mkdtemp(join(tmpdir(), "regwatch-office-"));
  const profile = join(dir, "profile");
  const run = (...args: readonly string[]) =>
    promisify(execFile)(
      program,
      [`-env:UserInstallation=${pathToFileURL(profile).href}`, "--headless", "--norestore", ...args],
      { timeout: 120_000, killSignal: "SIGKILL" },
    );
  // The first start of all fills the profile, over whatever lies there.
  await run("--terminate_after_init");
  await writeMacro(join(profile, "user/basic/Standard"));
  return {
    async settle(files) {
      const folder = await mkdtemp(join(dir, "files-"));
      const paths = files.map((_, index) => join(folder, `${index}.docx`));
      await Promise.all(files.map((file, index) => writeFile(paths[index] ?? "", file)));
      const urls = paths.map((path) => pathToFileURL(path).href);
      await run(`macro:///Standard.Redline.SettleAll("${urls.join(" ")}")`);
      return Promise.all(
        paths.map(async (path) => ({
          accepted: await textOf(`${path}.accepted.txt`),
          rejected: await textOf(`${path}.rejected.txt`),
        })),
      );
    },
    close: () => rm(dir, { recursive: true, force: true }),
  };
}

async function onPath(name: string): Promise<string | null> {
  for (const dir of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(dir, name);
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return null;
}

// A text file ends with the end of its last paragraph.
async function textOf(path: string): Promise<string> {
  return (await readFile(path, "utf8")).replace(/^\ufeff/, "").replace(/\n$/, "");
}

const macro = `Sub SettleAll(urls As String)
  For Each url In Split(urls, " ")
    Settle url, ".uno:AcceptAllTrackedChanges", "accepted"
    Settle url, ".uno:RejectAllTrackedChanges", "rejected"
  Next
  StarDesktop.terminate()
End Sub

Sub Settle(url As String, command As String, name As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(url, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, Array())
  Dim plain(1) As New com.sun.star.beans.PropertyValue
  plain(0).Name = "FilterName"
  plain(0).Value = "Text (encoded)"
  plain(1).Name = "FilterOptions"
  plain(1).Value = "UTF8,LF"
  document.storeToURL(url & "." & name & ".txt", plain())
  document.close(True)
End Sub
`;

async function writeMacro(dir: string): Promise<void> {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const source = macro.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const library = (items: string) =>
    `${head}<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">${items}</library:library>`;
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, "script.xlb"), library('<library:element library:name="Redline"/>'));
  await writeFile(join(dir, "dialog.xlb"), library(""));
  await writeFile(
    join(dir, "Redline.xba"),
    `${head}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Redline" script:language="StarBasic">${source}</script:module>`,
  );
}
