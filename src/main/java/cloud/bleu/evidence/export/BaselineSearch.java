package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKey;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.chain.ExportLines;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.evidence.change.NotesInForce;
import cloud.bleu.evidence.input.InputDocuments;
import cloud.bleu.evidence.record.JsonTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the chain of a directory knows of the objects of the cluster: its last signed
 * baseline, and what entries say after it. An unsigned baseline counts only where none is signed.
 */
public final class BaselineSearch {

  /** Files in which releases before {@link EntryKinds#BASELINE_RECORDED} kept what they knew. */
  public static final List<String> OLD_FILES =
      List.of("policies.json", "facts.json", "waivers.json");

  /** Kinds that say what became of policies and facts. */
  private static final Set<String> CHANGES =
      Set.of(
          EntryKinds.ENFORCEMENT_CHANGED,
          EntryKinds.ENFORCEMENT_REMOVED,
          EntryKinds.ATTESTATION_CHANGED,
          EntryKinds.ATTESTATION_REMOVED);

  private final Path directory;
  private final InputDocuments documents;
  private final @Nullable SignedHead signed;

  /** The entry up to which all is signed. */
  private final long signedUpTo;

  private final List<ChainNote> said = new ArrayList<>();
  private final List<ChainNote> lost = new ArrayList<>();

  /** The last entry before numbers that were not exported, by the first of these. */
  private final Map<Long, String> beforeHoles = new HashMap<>();

  private @Nullable ChainLine after;

  /** Whether entries are those that were signed, as their links to the last one show. */
  private boolean anchored;

  private long newest;
  private @Nullable ChainLine entry;
  private @Nullable ChainBaseline baseline;
  private boolean certain;

  private BaselineSearch(Path directory, @Nullable SignedHead signed) throws IOException {
    this.directory = directory;
    this.documents = new InputDocuments(directory);
    this.signed = signed;
    this.signedUpTo = UnsaidSearch.signedUpTo(directory, signed);
  }

  /**
   * What is known.
   *
   * @param newest number of the last baseline here, 0 without one
   * @param lost what the chain has to say of baselines whose documents are not here as they were
   */
  record Recalled(ChainKnowledge known, NotesInForce standing, long newest, List<ChainNote> lost) {}

  /**
   * Reads a directory, from its end back to the baseline.
   *
   * @param signed what was signed last, as it is remembered elsewhere; null when nothing is
   * @throws IOException when a file cannot be read
   */
  static Recalled of(Path directory, @Nullable SignedHead signed) throws IOException {
    return new BaselineSearch(directory, signed).recall();
  }

  /** What an entry says of policies or facts; null when it is about something else. */
  private static @Nullable ChainNote change(ChainLine line) {
    return CHANGES.contains(line.kind()) ? ChainNote.of(line) : null;
  }

  private Recalled recall() throws IOException {
    List<Path> segments = EvidenceFiles.segments(directory);
    int from = segments.size();
    int foundIn = 0;
    while (from > 0 && !certain) {
      from--;
      List<ChainLine> lines = new ArrayList<>();
      each(segments.get(from), lines::add);
      ChainLine before = entry;
      for (int i = lines.size() - 1; i >= 0 && !certain; i--) {
        back(lines.get(i));
      }
      foundIn = Objects.equals(entry, before) ? foundIn : from;
    }
    ChainBaseline base = baseline;
    ChainLine line = entry;
    if (base == null || line == null) {
      return withoutBaseline(segments);
    }
    NotesInForce standing = new NotesInForce(base.waivers(), line.sequence());
    List<ChainNote> since = new ArrayList<>();
    for (Path segment : segments.subList(foundIn, segments.size())) {
      each(segment, one -> take(one, line.sequence(), standing, since));
    }
    return new Recalled(
        new ChainKnowledge(base.policies(), base.facts(), since, "entry " + line.sequence()),
        standing,
        newest,
        lost);
  }

  /** Takes in an entry, the last one first. */
  private void back(ChainLine line) throws IOException {
    ChainLine next = after;
    after = line;
    if (next == null) {
      anchored = signed == null;
    } else if (!line.hash().equals(next.previous())
        && !line.hash().equals(beforeHoles.get(line.sequence() + 1))) {
      anchored = false;
    }
    SignedHead head = signed;
    if (head != null && head.sequence() == line.sequence()) {
      anchored = head.hash().equals(line.hash());
    }
    switch (line.kind()) {
      case EntryKinds.BASELINE_RECORDED -> baseline(line);
      case EntryKinds.INPUTS_LOST -> {
        // Any other can have been written by whoever removed the documents.
        if (anchored && line.sequence() > line.number("to")) {
          said(line);
        }
      }
      case EntryKinds.BASELINE_LOST -> said(line);
      case EntryKinds.NOT_EXPORTED ->
          beforeHoles.put(line.number("from"), String.valueOf(line.content(EntryKey.AFTER)));
      default -> {}
    }
  }

  private void said(ChainLine line) {
    ChainNote note = ChainNote.of(line);
    if (note != null) {
      said.add(note);
    }
  }

  /** Whether an entry is not signed yet: that its documents are not here, is found with others. */
  private boolean isOpen(long sequence) {
    return sequence > signedUpTo;
  }

  private void baseline(ChainLine line) throws IOException {
    newest = Math.max(newest, line.sequence());
    if (baseline != null && !anchored) {
      return;
    }
    try {
      baseline = ChainBaseline.read(line, documents);
      entry = line;
      certain = anchored;
    } catch (InputDocuments.NotHereException e) {
      if (!isOpen(line.sequence())
          && said.stream().noneMatch(note -> isSaid(note, line.sequence()))) {
        lost.add(
            ChainNote.of(
                EntryKinds.BASELINE_LOST,
                Map.of(
                    EntryKey.ENTRY,
                    Long.toString(line.sequence()),
                    EntryKey.WHY,
                    String.valueOf(e.getMessage()))));
      }
    } catch (IllegalArgumentException e) {
      // Of another release: the one before it is compared with.
      return;
    }
  }

  /** Whether a note says that a baseline is lost, or that its documents never were here. */
  private static boolean isSaid(ChainNote note, long sequence) {
    return note.kind().equals(EntryKinds.BASELINE_LOST)
        ? note.number(EntryKey.ENTRY) == sequence
        : note.kind().equals(EntryKinds.INPUTS_LOST)
            && note.number("from") <= sequence
            && note.number("to") >= sequence;
  }

  /** Nothing is bound: what an older release kept counts, if no baseline ever was. */
  private Recalled withoutBaseline(List<Path> segments) throws IOException {
    Map<String, Object> policies = newest > 0 ? null : old("policies.json", "policies");
    Map<String, Object> facts = newest > 0 ? null : old("facts.json", "facts");
    long upTo = facts != null && facts.get("upTo") instanceof Long n ? n : 0;
    NotesInForce standing = new NotesInForce();
    List<ChainNote> since = new ArrayList<>();
    for (Path segment : segments) {
      each(segment, line -> take(line, upTo, standing, since));
    }
    return new Recalled(
        new ChainKnowledge(
            policies == null ? Map.of() : policies,
            facts == null ? null : JsonTree.asObject(facts.get("objects")),
            since,
            policies == null && facts == null
                ? ChainKnowledge.WITH_NOTHING
                : ChainKnowledge.WITH_UNSIGNED_FILES),
        standing,
        newest,
        lost);
  }

  private @Nullable Map<String, Object> old(String name, String what) throws IOException {
    Path file = directory.resolve(name);
    try {
      return EvidenceFiles.exists(file) ? JsonTree.object(EvidenceFiles.text(file)) : null;
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": not " + what + "; remove it, and they are recorded anew", e);
    }
  }

  private static void take(
      ChainLine line, long upTo, NotesInForce standing, List<ChainNote> since) {
    standing.take(line);
    ChainNote change = change(line);
    if (line.sequence() > upTo && change != null) {
      since.add(change);
    }
  }

  /** Each entry of a segment; one that cannot be read is passed over, which verify says. */
  private static void each(Path segment, Consumer<ChainLine> each) throws IOException {
    ExportLines.of(
        segment,
        read -> {
          ChainLine line;
          try {
            line = ChainLine.read(read.text());
          } catch (IllegalArgumentException e) {
            return;
          }
          each.accept(line);
        });
  }
}
