package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the chain has to say of its directory and does not yet. It is kept in a file, through a
 * crash as well.
 */
final class PendingNotes {

  private final Path file;
  private final List<ChainNote> notes = new ArrayList<>();

  private PendingNotes(Path file) {
    this.file = file;
  }

  static PendingNotes of(Path directory) throws IOException {
    PendingNotes unsaid = new PendingNotes(directory.resolve(EvidenceFiles.UNSAID));
    if (EvidenceFiles.exists(unsaid.file)) {
      EvidenceFiles.lines(unsaid.file).forEach(line -> unsaid.notes.add(ChainNote.read(line)));
    }
    return unsaid;
  }

  List<ChainNote> all() {
    return List.copyOf(notes);
  }

  void add(ChainNote note) throws IOException {
    if (!notes.contains(note)) {
      notes.add(note);
      keep();
    }
  }

  /** Drops what entries say now. */
  void saidBy(List<ChainLine> lines) throws IOException {
    if (notes.removeIf(note -> lines.stream().anyMatch(note::isSaidBy))) {
      keep();
    }
  }

  private void keep() throws IOException {
    StringBuilder text = new StringBuilder();
    notes.forEach(note -> text.append(note.text()).append('\n'));
    EvidenceFiles.write(file, text.toString());
  }
}
