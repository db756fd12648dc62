import { departmentName } from '../../ui/owners.js';
import { NoteForm } from './note-form.js';
import { NOTE_WORDS } from './note-words.js';
import { addNote, type NotePlace, type Writer } from './use-notes.js';

interface AnnotateFormProps {
  readonly place: NotePlace;
  readonly writer: Writer;
  readonly day: string;
  readonly onClose: () => void;
}

/** A note on a day, below the chart that it will stand on. */
export default function AnnotateForm({ place, writer, day, onClose }: AnnotateFormProps) {
  return (
    <div className="mt-3 border-t border-line pt-3">
      <h3 className="mb-1 text-sm font-semibold">
        {NOTE_WORDS.annotateTitle}{' '}
        <span className="font-normal text-text-3">{NOTE_WORDS.forSide(departmentName(writer.side))}</span>
      </h3>
      <NoteForm
        label={NOTE_WORDS.annotateTitle}
        submit={NOTE_WORDS.annotate}
        day={day}
        onSubmit={(said) => addNote(place, said)}
        onDone={onClose}
        onCancel={onClose}
      />
    </div>
  );
}
