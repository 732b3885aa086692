package cloud.bleu.evidence.input;

import cloud.bleu.evidence.chain.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The documents that other documents lead to, by the digests in their texts. */
public final class InputReach {

  private static final Pattern NAMED = Pattern.compile("\"(sha256:[0-9a-f]{64})\"");

  private final Path directory;
  private final Set<String> reached = new HashSet<>();

  /**
   * @param directory of the export
   */
  public InputReach(Path directory) {
    this.directory = directory;
  }

  /**
   * Takes in a document and all that it leads to.
   *
   * @throws IOException when one that is there cannot be read
   */
  public void add(String root) throws IOException {
    Deque<String> waiting = new ArrayDeque<>();
    if (InputDocuments.isName(root)) {
      waiting.add(root);
    }
    while (!waiting.isEmpty()) {
      String digest = waiting.remove();
      Path file = EvidenceFiles.input(directory, digest);
      if (reached.add(digest) && EvidenceFiles.exists(file)) {
        Matcher named = NAMED.matcher(EvidenceFiles.text(file));
        while (named.find()) {
          waiting.add(named.group(1));
        }
      }
    }
  }

  /** Digests, also of documents that are not there. */
  public Set<String> reached() {
    return reached;
  }
}
