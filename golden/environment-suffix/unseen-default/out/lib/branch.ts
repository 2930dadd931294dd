import { execFileSync } from 'node:child_process';

/** The branch that is checked out, in letters that a name may have. */
export function currentBranch(): string {
  return execFileSync('git', ['branch', '--show-current'], { encoding: 'utf8' })
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
}
