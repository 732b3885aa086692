package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.export.ChainExport.ReliedOn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes the documents of an export, and remembers which ones no entry names yet. */
final class ExportDocuments {

  private final Path directory;
  private ReliedOn relied = ReliedOn.NOTHING;

  ExportDocuments(Path directory) {
    this.directory = directory;
  }

  /** Writes what decisions are taken on; the root is the last. */
  void inputs(Map<String, String> documents) throws IOException {
    write(documents);
    for (String digest : documents.keySet()) {
      relied = new ReliedOn(digest, relied.baseline());
    }
  }

  /** Writes what an entry is about to name as known. */
  void baseline(ChainBaseline.Recorded recorded) throws IOException {
    write(recorded.documents());
    relied = new ReliedOn(relied.root(), List.copyOf(recorded.note().content().values()));
  }

  private void write(Map<String, String> documents) throws IOException {
    boolean written = false;
    for (Map.Entry<String, String> document : documents.entrySet()) {
      Path file = EvidenceFiles.input(directory, document.getKey());
      if (!EvidenceFiles.exists(file)) {
        EvidenceFiles.writeOneOfMany(file, document.getValue());
        written = true;
      }
    }
    if (written) {
      EvidenceFiles.sync(directory.resolve(EvidenceFiles.INPUTS));
    }
  }

  boolean has(String digest) {
    return EvidenceFiles.exists(EvidenceFiles.input(directory, digest));
  }

  /** Whether all that an entry names is on the disk. */
  boolean hasAll(ChainLine line) {
    String inputs = line.text("inputs", "");
    return (inputs.isEmpty() || has(inputs))
        && ChainBaseline.roots(line).stream().allMatch(this::has);
  }

  /** What decisions, the next root or the next entry rely on before the chain names it. */
  Collection<String> roots() {
    List<String> roots = new ArrayList<>(relied.baseline());
    String root = relied.root();
    if (root != null) {
      roots.add(root);
    }
    return roots;
  }

  ReliedOn relied() {
    return relied;
  }

  void relyOn(ReliedOn written) {
    relied = written;
  }
}
