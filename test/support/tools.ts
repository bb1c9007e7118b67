import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Programs of other people that judge ours. */
export type Tool = 'file' | 'gsf' | 'qpdf' | 'pdftoppm' | 'pdftotext' | 'pdfinfo';

/** What a tool came to. */
export interface ToolResult {
  /** Of qpdf: 0 nothing to say, 3 warnings, 2 errors. */
  readonly status: number;
  readonly output: Buffer;
  readonly errors: string;
}

/** Runs a tool on a file; its name stands in place of the argument `FILE`. */
export function runTool(tool: Tool, file: Uint8Array, ...args: readonly string[]): ToolResult {
  const folder = mkdtempSync(join(tmpdir(), 'rightsmith-judge-'));
  try {
    const path = join(folder, 'file');
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
  const missing = process.env['CI'] === 'true' ? [] : missingTools(tools);
  if (missing.length === 0) describe(title, body);
  else describe.skip(`${title} (skipped: ${missing.join(', ')} not installed)`, body);
}

/** The tools that are not installed. */
function missingTools(tools: readonly Tool[]): readonly Tool[] {
  return tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
}
