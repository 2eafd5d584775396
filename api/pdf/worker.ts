import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { reportPdf, type PdfJob } from './report-pdf.ts';

// On Linux a priority is a thread's own: those who answer a survey meanwhile go first. Elsewhere it would be the process's.
if (process.platform === 'linux') setPriority(5);

/** A thread that makes PDFs, one after the other: what it is sent is a job, what it sends back is the file or what went wrong. */
parentPort?.on('message', (job: PdfJob) => {
  reportPdf(job).then(
    (file) => parentPort?.postMessage({ file }),
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
});
