interface CsvButtonProps {
  readonly fileName: string;
  readonly text: () => string;
}

/** Saves the shown table as a file. */
export function CsvButton({ fileName, text }: CsvButtonProps) {
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([text()], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = fileName;
    link.click();
    // The browser has taken the file over once the click has been handled.
    setTimeout(() => URL.revokeObjectURL(url), 1_000);
  };
  return (
    <button type="button" className="btn" onClick={save}>
      CSV
    </button>
  );
}
