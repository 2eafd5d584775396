import { parentPort } from 'node:worker_threads';
import { reportPdf, type PdfJob } from './report-pdf.ts';

/** A thread that makes PDFs, one after the other: what it is sent is a job, what it sends back is the file or what went wrong. */
parentPort?.on('message', (job: PdfJob) => {
  reportPdf(job).then(
    (file) => {
      const bytes = Uint8Array.from(file);
      parentPort?.postMessage({ file: bytes }, [bytes.buffer]);
    },
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
});
