'use strict';

const cases = require('./cases/index.cjs');
const { playRegistered } = require('./registered.cjs');
const { renderTraces } = require('./render.cjs');
const { Stage } = require('./stage.cjs');

/**
 * Plays every case on one major of the SDK and prints what it exported. Written once, and loaded by an
 * ESM and a CJS entry in each major's folder: those hand in the modules, which resolve there.
 *
 * `--attach` puts our processor on each provider after it was made; `--registered` plays what the register
 * hook is for instead.
 */
async function play(modules) {
  if (process.argv.includes('--registered')) {
    await playRegistered(modules);
    return;
  }
  const major = { ...modules, attaches: process.argv.includes('--attach') };
  const blocks = [];
  for (const { chapter, scenes } of cases) {
    blocks.push([chapter, '='.repeat(chapter.length)]);
    for (const scene of scenes) {
      blocks.push(await perform(major, scene));
    }
  }
  process.stdout.write(`${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`);
}

async function perform(major, scene) {
  const stage = new Stage(major, scene);
  stage.open();
  try {
    await scene.play(stage);
    const spans = await stage.finish();
    return [`* ${scene.title}`, ...renderTraces(spans), ...stage.remarks()];
  } finally {
    stage.close();
  }
}

module.exports = { play };
