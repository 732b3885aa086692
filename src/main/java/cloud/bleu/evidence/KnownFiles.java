package cloud.bleu.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the chain of a directory knows, beside it: so that the next who writes can compare. */
public final class KnownFiles {

  private static final String UP_TO = "upTo";
  private static final String OBJECTS = "objects";

  /** Kinds that say what became of policies and facts. */
  private static final Set<String> CHANGES =
      Set.of(
          Kinds.ENFORCEMENT_CHANGED,
          Kinds.ENFORCEMENT_REMOVED,
          Kinds.ATTESTATION_CHANGED,
          Kinds.ATTESTATION_REMOVED);

  private final Path directory;
  private final List<Note> saidSince = new ArrayList<>();
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
    Map<String, Object> facts = read(EvidenceFiles.FACTS, "facts");
    return new Known(
        policies == null ? Map.of() : policies,
        facts == null ? null : JsonTree.asObject(facts.get(OBJECTS)),
        saidSince);
  }

  /** Takes these as known to the chain. */
  public void known(Known known) throws IOException {
    keep(EvidenceFiles.POLICIES, known.policies());
    Map<String, Object> facts = known.facts();
    if (facts != null) {
      keep(EvidenceFiles.FACTS, Map.of(UP_TO, waivers.upTo(), OBJECTS, facts));
    }
    saidSince.clear();
  }

  /** Which waivers stand, as the entries on the disk say; to be gone on with apart. */
  public StandingWaivers waivers() {
    return new StandingWaivers(waivers);
  }

  /** Reads what was kept and the entries since, or all entries where nothing was kept. */
  void resume(List<Path> segments) throws IOException {
    Path kept = directory.resolve(EvidenceFiles.WAIVERS);
    if (Files.exists(kept)) {
      try {
        waivers = StandingWaivers.read(EvidenceFiles.text(kept));
      } catch (IllegalArgumentException e) {
        throw new IOException(kept + ": not waivers; remove it, and they are read anew", e);
      }
    }
    Map<String, Object> facts = read(EvidenceFiles.FACTS, "facts");
    long upTo = facts != null && facts.get(UP_TO) instanceof Long n ? n : 0;
    long from = Math.min(upTo, waivers.upTo());
    for (int i = 0; i < segments.size(); i++) {
      boolean isKnown =
          i + 1 < segments.size() && EvidenceFiles.first(segments.get(i + 1)) <= from + 1;
      if (!isKnown && Files.exists(segments.get(i))) {
        ExportLines.of(segments.get(i), line -> take(line, upTo));
      }
    }
  }

  private void take(ExportLines.Line read, long upTo) {
    ChainLine line;
    try {
      line = ChainLine.read(read.text());
    } catch (IllegalArgumentException e) {
      // Somebody edited it, which verify says: what it said counts no more.
      return;
    }
    waivers.take(line);
    Note change = change(line);
    if (line.sequence() > upTo && change != null) {
      saidSince.add(change);
    }
  }

  /** What an entry says of policies or facts; null when it is about something else. */
  public static @Nullable Note change(ChainLine line) {
    return CHANGES.contains(line.kind()) ? Note.read(line.text()) : null;
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
      return Files.exists(file) ? JsonTree.object(EvidenceFiles.text(file)) : null;
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": not " + what + "; remove it, and they are recorded anew", e);
    }
  }

  private void keep(String name, Map<String, Object> what) throws IOException {
    Path file = directory.resolve(name);
    String text = CanonicalJson.text(what);
    if (!says(file, text)) {
      EvidenceFiles.write(file, text);
    }
  }

  private static boolean says(Path file, String text) throws IOException {
    try {
      return Files.exists(file) && EvidenceFiles.text(file).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
