import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Programs of other people that judge ours. */
export type Tool = 'qpdf' | 'pdftoppm' | 'pdftotext' | 'pdfinfo';

/** What a tool came to. */
export interface ToolResult {
  /** Of qpdf: 0 nothing to say, 3 warnings, 2 errors. */
  readonly status: number;
  readonly output: Buffer;
  readonly errors: string;
}

/** The tools that are not installed. */
export function missingTools(...tools: readonly Tool[]): readonly Tool[] {
  return tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
}

/** Runs a tool on a file; its name stands in place of the argument `FILE`. */
export function runTool(tool: Tool, file: Uint8Array, ...args: readonly string[]): ToolResult {
  const folder = mkdtempSync(join(tmpdir(), 'rightsmith-judge-'));
  try {
    const path = join(folder, 'file.pdf');
    writeFileSync(path, file);
    const { status, stdout, stderr } = spawnSync(
      tool,
      args.map((arg) => (arg === 'FILE' ? path : arg)),
      { maxBuffer: 1024 ** 3 },
    );
    return { status: status ?? -1, output: stdout, errors: String(stderr).replaceAll(folder, '') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Like `describe`, but skipped with the reason where a tool is missing; where `CI` is `true` the tests run and fail. */
export function describeWithTools(title: string, tools: readonly Tool[], body: () => void): void {
  const missing = process.env['CI'] === 'true' ? [] : missingTools(...tools);
  if (missing.length === 0) describe(title, body);
  else describe.skip(`${title} (skipped: ${missing.join(', ')} not installed)`, body);
}

/** How bad `qpdf --check` finds a file: 0 nothing to say, 1 warnings, 2 errors. */
export function severity(file: Uint8Array): number {
  const { status } = runTool('qpdf', file, '--check', 'FILE');
  return status === 0 ? 0 : status === 3 ? 1 : 2;
}

/** All objects that qpdf reaches from the trailer, with their streams as stored; header and identifier are left out. */
export function qpdfObjects(file: Uint8Array): string {
  const { output } = runTool('qpdf', file, ...QDF, 'FILE', '-');
  const text = output.toString('latin1');
  return text.replace(/^%PDF-\d\.\d/, '').replace(/\/ID \[.*\]/, '');
}

const QDF: readonly string[] = [
  '--qdf',
  '--stream-data=preserve',
  '--object-streams=disable',
  '--static-id',
  '--no-original-object-ids',
];

/** The pages as pictures of 36 dots an inch. */
export function pictures(file: Uint8Array): Buffer {
  return runTool('pdftoppm', file, '-r', '36', 'FILE').output;
}
