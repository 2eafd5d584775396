import { parentPort, workerData } from 'node:worker_threads';
import type { Cell } from './cells.ts';
import { runTrial } from './trial.ts';

/** Runs the networks `from` … `to` − 1 of a cell and posts what they show. */
const { cell, from, to } = workerData as { cell: Cell; from: number; to: number };
parentPort?.postMessage(Array.from({ length: to - from }, (_, i) => runTrial(cell, from + i)));
