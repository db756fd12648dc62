import type { CommandIo } from '../command.js';

export interface ProgressLine {
  /** 0 to 1. */
  show(progress: number): void;
  /** Leaves the line and prints what is given. */
  end(text: string): void;
}

const width = 30;

/** On a terminal a bar that moves; elsewhere a line for each quarter, so that a log stays readable. */
export function progressLine(out: CommandIo['stdout'], title: string): ProgressLine {
  let toldQuarter = -1;
  let drawn = false;
  return {
    show: (progress) => {
      const share = Math.min(Math.max(progress, 0), 1);
      if (out.isTTY) {
        const full = Math.round(share * width);
        out.write(
          `\r${title} [${'#'.repeat(full)}${'.'.repeat(width - full)}] ${String(Math.round(share * 100)).padStart(3)} %`,
        );
        drawn = true;
        return;
      }
      const quarter = Math.floor(share * 4);
      if (quarter > toldQuarter) out.write(`${title}: ${quarter * 25} %\n`);
      toldQuarter = Math.max(toldQuarter, quarter);
    },
    end: (text) => {
      if (drawn) out.write('\n');
      if (text) out.write(`${text}\n`);
    },
  };
}
