// Loaded into a server under test (`node --import`): its clock runs, moved on by the milliseconds that the file named by
// MOVED_CLOCK holds. SIGUSR2 reads the file again, so a test moves time while the server runs.
import { readFileSync } from 'node:fs';

const file = process.env.MOVED_CLOCK ?? '';
const Real = Date;
let moved = 0;
const read = () => (moved = Number(readFileSync(file, 'utf8')));
read();
process.on('SIGUSR2', () => console.log(`the clock is moved by ${read()} ms`));

globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + moved);
    else super(...given);
  }

  static now() {
    return Real.now() + moved;
  }
};
