package cloud.bleu.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the chain of a directory knows, beside it: so that the next who writes can compare. */
public final class KnownFiles {

  private final Path directory;
  private StandingWaivers waivers = new StandingWaivers();

  KnownFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * What the chain knows of the objects of the cluster.
   *
   * @throws IOException when it cannot be read
   */
  public Known known() throws IOException {
    Map<String, Object> policies = read(EvidenceFiles.POLICIES, "policies");
    return new Known(policies == null ? Map.of() : policies, read(EvidenceFiles.FACTS, "facts"));
  }

  /** Takes these as known to the chain. */
  public void known(Known known) throws IOException {
    keep(EvidenceFiles.POLICIES, known.policies());
    Map<String, Object> facts = known.facts();
    if (facts != null) {
      keep(EvidenceFiles.FACTS, facts);
    }
  }

  /** Which waivers stand, as the entries on the disk say; to be gone on with apart. */
  public StandingWaivers waivers() {
    return new StandingWaivers(waivers);
  }

  /** Reads the waivers: what was kept of them and the entries since, or all entries. */
  void resume(List<Path> segments) throws IOException {
    Path kept = directory.resolve(EvidenceFiles.WAIVERS);
    if (Files.exists(kept)) {
      try {
        waivers = StandingWaivers.read(Files.readString(kept));
      } catch (IllegalArgumentException e) {
        throw new IOException(kept + ": not waivers; remove it, and they are read anew", e);
      }
    }
    for (int i = 0; i < segments.size(); i++) {
      boolean isTaken =
          i + 1 < segments.size() && EvidenceFiles.first(segments.get(i + 1)) <= waivers.upTo() + 1;
      if (!isTaken && Files.exists(segments.get(i))) {
        for (String line : Files.readAllLines(segments.get(i))) {
          take(line);
        }
      }
    }
  }

  private void take(String line) {
    try {
      waivers.take(ChainLine.read(line));
    } catch (IllegalArgumentException e) {
      // Somebody edited it, which verify says: what it said of waivers counts no more.
      return;
    }
  }

  /** Takes in entries that are on the disk. */
  void take(List<ChainLine> lines) throws IOException {
    boolean changed = false;
    for (ChainLine line : lines) {
      changed |= waivers.take(line);
    }
    if (changed) {
      keep();
    }
  }

  /** Writes which waivers stand, so that the entries before need not be read again. */
  void keep() throws IOException {
    EvidenceFiles.write(directory.resolve(EvidenceFiles.WAIVERS), waivers.text());
  }

  private @Nullable Map<String, Object> read(String name, String what) throws IOException {
    Path file = directory.resolve(name);
    try {
      return Files.exists(file) ? JsonTree.object(Files.readString(file)) : null;
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": not " + what + "; remove it, and they are recorded anew", e);
    }
  }

  private void keep(String name, Map<String, Object> what) throws IOException {
    Path file = directory.resolve(name);
    String text = CanonicalJson.text(what);
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      EvidenceFiles.write(file, text);
    }
  }
}
