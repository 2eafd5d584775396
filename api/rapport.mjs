#!/usr/bin/env node
// `pnpm rapport`: runs the command line from its TypeScript source.
import { register } from 'tsx/esm/api';

register();
await import('./cli.ts');
