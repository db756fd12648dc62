import { useId } from 'react';

interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly required?: boolean;
  readonly longest: number;
}

/** A labelled text of several lines. */
export function TextArea({ label, value, onChange, required = true, longest }: TextAreaProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        className="field mt-1 !h-auto w-full px-2 py-1.5"
        rows={3}
        maxLength={longest}
        required={required}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
