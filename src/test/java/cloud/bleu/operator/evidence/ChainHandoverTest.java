package cloud.bleu.operator.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.change.NotesInForce;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Estate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one who begins to write knows of the chain. */
class ChainHandoverTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private final ChainHandover handover = new ChainHandover();
  private final PassNotes chronicle = new PassNotes(Duration.ofDays(365));
  private final ChainLine one = line(1, EntryKinds.DRILL_BEGAN, "one");
  private final ChainLine end = line(2, EntryKinds.DRILL_ENDED, "one");
  private final ChainLine two = line(3, EntryKinds.DRILL_BEGAN, "two");

  /** The ledger is read when a process begins to lead; the directory may be opened days later. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void joinsWhatIsOnTheDiskAndWhatTheLedgerHeld(boolean ledgerFirst) {
    chronicle.last(NOW);
    NotesInForce stood = new NotesInForce();
    stood.take(one);
    if (ledgerFirst) {
      handover.take(List.of(one, end, two));
    }
    handover.to(chronicle);
    assertEquals(List.of(), ended(), "it is not known yet what is on the disk");
    handover.opened(stood, one);
    if (!ledgerFirst) {
      handover.take(List.of(one, end, two));
    }
    handover.to(chronicle);
    assertEquals(List.of("two"), ended(), "the objects of both are gone");
  }

  @Test
  void isToldOnce() {
    chronicle.last(NOW);
    handover.opened(new NotesInForce(), null);
    handover.to(chronicle);
    handover.take(List.of(one));
    handover.to(chronicle);
    assertEquals(List.of(), ended(), "this process knows what it writes itself");
  }

  private List<String> ended() {
    Estate estate = new Estate(NOW, List.of(), List.of(), List.of(), List.of(), List.of());
    LifecycleNotes lives =
        new LifecycleNotes(
            new WaiverNotes(List.of(), List.of(), Map.of(), name -> name),
            new LiveDrillNotes(List.of()),
            new BreakGlassNotes(List.of(), new TreeMap<>(), name -> name, String::equals),
            new LingeringPods(List.of()));
    return chronicle.notes(estate, Planner.plan(estate), lives, NOW).stream()
        .filter(note -> note.kind().equals(EntryKinds.DRILL_ENDED))
        .map(note -> note.content().get("uid"))
        .toList();
  }

  private static ChainLine line(long sequence, String kind, String drill) {
    return ChainLine.of(
        Map.of(
            "sequence",
            sequence,
            "previous",
            "sha256:0",
            "kind",
            kind,
            "time",
            NOW.toString(),
            "content",
            Map.of("uid", drill)));
  }
}
