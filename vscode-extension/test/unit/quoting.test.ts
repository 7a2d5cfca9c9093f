/** Command lines: the words, and what each shell makes of the line, asked of the real shells that are installed. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { commandLine, type Shell, shellOf } from '../../src/terminal/quoting';

const shells: [program: string, shell: Shell][] = [
  ['/bin/bash', 'posix'],
  ['/usr/bin/zsh', 'posix'],
  ['/usr/local/bin/fish', 'fish'],
  ['C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', 'powershell'],
  ['C:\\Program Files\\PowerShell\\7\\pwsh.exe', 'powershell'],
  ['C:\\Windows\\System32\\cmd.exe', 'cmd'],
  ['C:\\Program Files\\Git\\bin\\bash.exe', 'posix'],
  ['/usr/bin/nu', 'other'],
  ['/bin/tcsh', 'other'],
  ['', 'other'],
];

for (const [program, expected] of shells) {
  test(`the shell ${program || 'without a name'} quotes like ${expected}`, () => {
    assert.equal(shellOf(program), expected);
  });
}

const lines: [shell: Shell, words: string[], line: string | undefined][] = [
  ['posix', ['fal', 'run', 'hello'], 'fal run hello'],
  ['posix', ['/a b/fal', 'run', 'x'], "'/a b/fal' run x"],
  ['posix', ['fal', 'run', "it's"], "fal run 'it'\\''s'"],
  ['posix', ['fal', 'run', '$(touch x)'], "fal run '$(touch x)'"],
  ['posix', ['fal', 'run', ''], "fal run ''"],
  ['posix', ['fal', 'run', '~'], "fal run '~'"],
  ['posix', ['fal', 'run', 'café'], "fal run 'café'"],
  ['fish', ['fal', 'run', "it's \\"], "fal run 'it\\'s \\\\'"],
  ['powershell', ['C:\\a b\\fal.exe', 'run', 'x'], "& 'C:\\a b\\fal.exe' run x"],
  ['powershell', ['fal', 'run', '$env:X'], "fal run '$env:X'"],
  ['powershell', ['fal', 'run', 'it’s'], "fal run 'it’’s'"],
  ['powershell', ['fal', 'run', '"'], undefined],
  ['powershell', ['fal', 'run', 'a b\\'], undefined],
  ['cmd', ['C:\\a b\\fal.exe', 'run', 'a & b'], '"C:\\a b\\fal.exe" run "a & b"'],
  ['cmd', ['fal', 'run', '%PATH%'], undefined],
  ['cmd', ['fal', 'run', '"'], undefined],
  ['other', ['fal', 'run', 'hello-1.2_x'], 'fal run hello-1.2_x'],
  ['other', ['fal', 'run', 'a b'], undefined],
  // A terminal obeys these before the shell sees them: ^U rubs the line out, ^C interrupts.
  ['posix', ['fal', 'run', 'x\u0015touch y'], undefined],
  ['posix', ['fal', 'run', 'x\ntouch y'], undefined],
  ['posix', ['fal', 'run', 'x\u0003'], undefined],
  ['posix', ['fal', 'run', 'x\u009b'], undefined],
];

for (const [shell, words, expected] of lines) {
  test(`${shell}: ${JSON.stringify(words)}`, () => {
    assert.equal(commandLine(shell, words), expected);
  });
}

const nasty = [
  'hello',
  'two words',
  "it's",
  '"double"',
  '$(echo gone)',
  '`echo gone`',
  '$HOME',
  '${HOME}',
  'a;b',
  'a&&b|c>d<e',
  '!!',
  '!a',
  '*',
  '?',
  '[a]',
  '{a,b}',
  '#comment',
  '~',
  '\\',
  '\\\\',
  "\\'",
  "'",
  "''",
  '-x',
  '--',
  '=ls',
  'a=b',
  '%d',
  '^a^b',
  'café ☕ 漢字',
  '',
];

for (const program of ['sh', 'bash', 'dash', 'zsh', 'ksh', 'fish']) {
  const missing = spawnSync(program, ['-c', 'true']).error !== undefined;
  test(`${program} hands every word over as it was`, { skip: missing && 'not installed' }, () => {
    const print = ['node', '-p', 'JSON.stringify(process.argv.slice(1))', '--'];
    const line = commandLine(shellOf(program), [...print, ...nasty]);
    assert.ok(line !== undefined);
    const { stdout, stderr } = spawnSync(program, ['-c', line], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(stdout || `"${stderr}"`), nasty);
  });
}
