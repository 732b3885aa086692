package cloud.bleu.evidence.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.layers.HeldObjects;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What entries change of what stands is the same, whether that is known before or after them. */
class NewNotesTest {

  /** With two names for each, most entries are about one that stands. */
  private static final List<String> NAMES = List.of("one", "two");

  private static final List<String> KINDS =
      List.of(
          "Decision",
          EntryKinds.HEARTBEAT,
          EntryKinds.WAIVER_APPROVED,
          EntryKinds.WAIVER_IN_FORCE,
          EntryKinds.WAIVER_ENDED,
          EntryKinds.WAIVER_USED,
          EntryKinds.WAIVER_USE_ENDED,
          EntryKinds.DRILL_BEGAN,
          EntryKinds.DRILL_RUN,
          EntryKinds.DRILL_ENDED,
          EntryKinds.BREAK_GLASS_OPENED,
          EntryKinds.BREAK_GLASS_COUNTERSIGNED,
          EntryKinds.BREAK_GLASS_WITHDRAWN,
          EntryKinds.BREAK_GLASS_UNSIGNED,
          EntryKinds.BREAK_GLASS_ENDED);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void areTheSameInEitherOrder(long seed) {
    Random random = new Random(seed);
    for (int turn = 0; turn < 100; turn++) {
      List<ChainLine> chain = new ArrayList<>();
      while (chain.size() < 40) {
        chain.add(line(chain.size() + 1, random));
      }
      int disk = random.nextInt(chain.size());
      int held = random.nextInt(chain.size());
      NotesInForce whole = new NotesInForce();
      chain.forEach(whole::take);
      NotesInForce stood = new NotesInForce();
      chain.subList(0, disk).forEach(stood::take);
      NewNotes changes = new NewNotes();
      // The ledger has entries that are on the disk as well, and hands over some of them twice.
      chain.subList(Math.min(disk, held), chain.size()).forEach(changes::take);
      chain.subList(held, chain.size()).forEach(changes::take);
      changes.applyTo(stood);
      assertEquals(whole.notes(), stood.notes(), "on the disk " + disk + ", held " + chain);
    }
  }

  /** As a webhook may leave it in the ledger, or a program that leaves out what is empty. */
  @Test
  void entryWithoutContentChangesNothing() {
    for (String kind : KINDS) {
      NotesInForce stood = new NotesInForce();
      NewNotes changes = new NewNotes();
      ChainLine bare = ChainLine.of(Map.of("sequence", 1, "previous", "sha256:0", "kind", kind));
      changes.take(bare);
      changes.applyTo(stood);
      stood.take(bare);
      assertEquals(List.of(), stood.notes(), kind);
    }
  }

  /** While a directory cannot be opened, for days, there is no end of entries. */
  @Test
  void growWithWhatStandsAlone() {
    Random random = new Random(1);
    NewNotes changes = new NewNotes();
    List<WeakReference<ChainLine>> taken = new ArrayList<>();
    for (int i = 1; i <= 2000; i++) {
      ChainLine line = line(i, random);
      changes.take(line);
      taken.add(new WeakReference<>(line));
    }
    // Two waivers, uses, drills and runs of them; of two break-glasses the end of what was before
    // and three entries since.
    HeldObjects.awaitAtMost(16, taken);
    changes.applyTo(new NotesInForce());
  }

  private static ChainLine line(long sequence, Random random) {
    String kind = KINDS.get(random.nextInt(KINDS.size()));
    String name = NAMES.get(random.nextInt(NAMES.size()));
    Map<String, Object> fields = new TreeMap<>();
    fields.put("sequence", sequence);
    fields.put("previous", "sha256:0");
    if (!kind.equals("Decision")) {
      fields.put("kind", kind);
      Map<String, String> content = new TreeMap<>(Map.of("uid", name, "at", "" + sequence));
      if (kind.equals(EntryKinds.DRILL_RUN)) {
        content.put("mode", random.nextBoolean() ? NotesInForce.LIVE : "Simulate");
      }
      if (kind.equals(EntryKinds.BREAK_GLASS_COUNTERSIGNED)) {
        content.put("countersignedBy", NAMES.get(random.nextInt(NAMES.size())));
      }
      fields.put("content", content);
    }
    return ChainLine.of(fields);
  }
}
