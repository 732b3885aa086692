package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.ChainRecord;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of the chain: with one write everything in it counts, and else nothing. */
class ChainHeadTest {
  private static final String NOW = "2026-11-24T12:00:00Z";
  private static final String DIGEST = "sha256:" + "1".repeat(64);

  private static EmbeddedApiServer server;
  private static KubernetesClient client;

  private final PendingEntries pending = new PendingEntries();
  private final Kept export = new Kept();
  private LedgerStore store;
  private ChainHead head;

  /** An export that keeps what it is told to have kept. */
  private static final class Kept implements Export {
    private final List<ChainLine> taken = new ArrayList<>();
    private long kept;
    private SignedHead told;
    private SignedHead signed;

    @Override
    public void take(List<ChainLine> entries) {
      taken.addAll(entries);
    }

    @Override
    public void signedBefore(SignedHead before) {
      told = before;
    }

    @Override
    public SignedHead signed() {
      return signed;
    }

    @Override
    public long kept() {
      return kept;
    }
  }

  @BeforeAll
  static void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @BeforeEach
  void begin() {
    client.resources(DecisionLedger.class).withName("decisions").delete();
    store = new LedgerStore(client, System::nanoTime);
    head = new ChainHead(store, pending, export);
  }

  private static DecisionLedger live() {
    return client.resources(DecisionLedger.class).withName("decisions").get();
  }

  private static List<ProposedDecision> decisions(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                LaterDecision.of(
                    new WorkloadId("shop", "w" + i),
                    "u" + i,
                    DIGEST,
                    null,
                    "InputChanged",
                    List.of(new Assignment("z", i + 1, i + 1, null)),
                    List.of(),
                    0))
        .toList();
  }

  private static List<ChainNote> notes(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new ChainNote("Heartbeat", new TreeMap<>(Map.of("n", "" + i))))
        .toList();
  }

  /** Numbers without gaps, decisions before notes, each naming the hash of the one before. */
  @ParameterizedTest
  @CsvSource({
    // decisions, notes, sequence of the highest placement: numbers of what was added
    "1, 0, 0, 1",
    "3, 0, 0, 1 2 3",
    "0, 2, 0, 1 2",
    "2, 2, 0, 1 2 3 4",
    "0, 0, 0, ''",
    // somebody removed the ledger: its successor goes on from what the placements say
    "2, 1, 7, 8 9 10",
  })
  void appends(int decisions, int notes, long highest, String numbers)
      throws LedgerConflictException {
    head.begin(store.read(), highest);
    ChainHead.Added added = head.append(decisions(decisions), notes(notes), DIGEST, NOW);
    List<String> sequences = new ArrayList<>();
    String previous = null;
    for (Entry entry : added.entries()) {
      sequences.add(entry.sequence().toString());
      assertEquals(previous, entry.previous());
      assertEquals(DIGEST, entry.inputs());
      previous = Entries.line(entry).hash();
    }
    for (ChainRecord record : added.records()) {
      sequences.add(record.sequence().toString());
      assertEquals(previous, record.previous());
      previous = Entries.line(record).hash();
    }
    assertEquals(numbers, String.join(" ", sequences));
    DecisionLedgerSpec written = live().getSpec();
    assertEquals(highest + decisions + notes, written.sequence());
    assertEquals(previous, written.headHash());
    assertEquals(added.entries(), written.entries());
    assertEquals(added.records(), written.records());
    assertEquals(decisions, pending.entries().size());
    assertEquals(notes, pending.records().size());
    assertEquals(decisions + notes, export.taken.size());
    assertEquals(
        numbers,
        String.join(
            " ", export.taken.stream().map(line -> Long.toString(line.sequence())).toList()),
        "the export is told in the order of the chain");
  }

  /**
   * A ledger that somebody removed, or an older one that was restored, gives no number again that
   * this process gave.
   */
  @ParameterizedTest
  @CsvSource({
    // given before, there when it is read again: the next number
    "3, 0, 4",
    "3, 2, 4",
    "3, 9, 10",
    "0, 0, 1",
    "0, 9, 10",
  })
  void noNumberIsGivenAgain(int before, long restored, long next) throws LedgerConflictException {
    head.begin(store.read(), 0);
    if (before > 0) {
      head.append(decisions(before), List.of(), null, NOW);
    }
    client.resources(DecisionLedger.class).withName("decisions").delete();
    if (restored > 0) {
      store.write(
          store.read(),
          new DecisionLedgerSpec(restored, DIGEST, List.of(), List.of()),
          null,
          PendingMoves.NONE);
    }
    pending.clear();
    head.begin(store.read(), 0);
    assertEquals(next, head.append(decisions(1), List.of(), null, NOW).entries().get(0).sequence());
  }

  /** Two writes one after the other: the second goes on from the first, which stays pending. */
  @Test
  void theNextWriteGoesOnFromThere() throws LedgerConflictException {
    head.begin(store.read(), 0);
    Entry first = head.append(decisions(1), List.of(), null, NOW).entries().get(0);
    Entry second = head.append(decisions(1), List.of(), null, NOW).entries().get(0);
    assertEquals(2, second.sequence());
    assertEquals(Entries.line(first).hash(), second.previous());
    assertEquals(List.of(first, second), live().getSpec().entries());
  }

  /** Whoever wrote meanwhile: nothing of this write counts, here and in the export. */
  @ParameterizedTest
  @CsvSource({"written", "removed", "removed and made anew"})
  void overAnotherVersionNothingIsWritten(String meanwhile) throws LedgerConflictException {
    head.begin(store.read(), 0);
    if (meanwhile.equals("written")) {
      store.write(
          live(),
          new DecisionLedgerSpec(4L, DIGEST, List.of(), List.of()),
          null,
          PendingMoves.NONE);
    } else {
      client.resources(DecisionLedger.class).withName("decisions").delete();
      if (meanwhile.endsWith("anew")) {
        store.read();
      }
    }
    DecisionLedger there = live();
    assertThrows(
        LedgerConflictException.class, () -> head.append(decisions(2), notes(1), null, NOW));
    assertEquals(List.of(), pending.entries());
    assertEquals(List.of(), export.taken);
    assertEquals(there, live());
  }

  /** What is carried out and kept leaves the ledger, and nothing is written for nothing. */
  @ParameterizedTest
  @CsvSource({
    // carried out, kept up to: what is left of decisions 1 to 3 and the note 4, whether it is
    // written
    "'', 0, 1 2 3 4, false",
    "'', 4, 1 2 3, true",
    "1, 4, 2 3, true",
    "1 2 3, 4, '', true",
    "1 2 3, 2, 3 4, true",
    "1 2 3, 0, 1 2 3 4, false",
  })
  void settles(String carriedOut, long kept, String left, boolean written)
      throws LedgerConflictException {
    head.begin(store.read(), 0);
    ChainHead.Added added = head.append(decisions(3), notes(1), null, NOW);
    for (Entry entry : added.entries()) {
      if (List.of(carriedOut.split(" ")).contains(entry.sequence().toString())) {
        pending.carriedOut(entry);
      }
    }
    export.kept = kept;
    String version = live().getMetadata().getResourceVersion();
    head.settle();
    DecisionLedger now = live();
    List<String> numbers = new ArrayList<>();
    now.getSpec().entries().forEach(entry -> numbers.add(entry.sequence().toString()));
    now.getSpec().records().forEach(record -> numbers.add(record.sequence().toString()));
    assertEquals(left, String.join(" ", numbers));
    assertEquals(written, !version.equals(now.getMetadata().getResourceVersion()));
    assertEquals(4, now.getSpec().sequence(), "the end of the chain stays");
    head.settle();
    assertEquals(now.getMetadata().getResourceVersion(), live().getMetadata().getResourceVersion());
  }

  /** What was signed is news by itself: the next leader is to know. */
  @Test
  void whatWasSignedIsWrittenOnce() throws LedgerConflictException {
    head.begin(store.read(), 0);
    head.settle();
    assertNull(LedgerStore.signed(live()));
    head.append(decisions(3), List.of(), null, NOW);
    export.signed = new SignedHead(3, Chain.GENESIS);
    head.settle();
    assertEquals(export.signed, LedgerStore.signed(live()));
    String version = live().getMetadata().getResourceVersion();
    head.settle();
    assertEquals(version, live().getMetadata().getResourceVersion());
  }

  /** Somebody wrote that an entry was signed which nobody has given yet: it counts for nothing. */
  @Test
  void entryThatIsNotGivenYetWasNotSigned() throws LedgerConflictException {
    head.begin(store.read(), 0);
    head.append(decisions(2), List.of(), null, NOW);
    export.signed = new SignedHead(2, Chain.GENESIS);
    head.settle();
    DecisionLedger forged = live();
    forged
        .getMetadata()
        .getAnnotations()
        .put(LedgerStore.SIGNED, new SignedHead(999_999_999_999_999_999L, Chain.GENESIS).text());
    client.resource(forged).update();

    Kept next = new Kept();
    ChainHead successor = new ChainHead(store, new PendingEntries(), next);
    successor.begin(store.read(), 0);
    assertNull(next.told);
    next.signed = new SignedHead(2, Chain.GENESIS);
    successor.settle();
    assertEquals(next.signed, LedgerStore.signed(live()), "what is true is written again");
  }

  /**
   * Whoever takes over before a WorkloadPlacement is written knows what moved within the budgets.
   */
  @Test
  void budgetOfMovesSurvivesALeaderThatWroteNoPlacement() throws LedgerConflictException {
    head.begin(store.read(), 0);
    ChainHead.Added added =
        head.append(List.of(moving("a", 2), moving("b", 0)), List.of(), null, NOW);
    assertEquals(Map.of("a", 2, "b", 0), afterTakingOver());

    pending.carriedOut(added.entries().get(0));
    export.kept = added.entries().get(0).sequence();
    head.append(List.of(moving("c", 1)), List.of(), null, NOW);
    head.settle();
    assertEquals(Map.of("b", 0, "c", 1), afterTakingOver());
  }

  private static ProposedDecision moving(String name, int budgeted) {
    return LaterDecision.of(
        new WorkloadId("shop", name),
        "u",
        DIGEST,
        null,
        "Preempted",
        List.of(new Assignment("z", 9, 9, null)),
        List.of(),
        budgeted);
  }

  private Map<String, Integer> afterTakingOver() {
    Instant now = Instant.parse(NOW).plusSeconds(60);
    DecisionsInForce decisions = new DecisionsInForce(Clock.fixed(now, ZoneOffset.UTC));
    decisions.read(List.of(), store.read(), new PendingEntries(), id -> false);
    return decisions.placements(now).stream()
        .collect(Collectors.toMap(p -> p.id().name(), Placement::movesInLastHour));
  }

  /** Who begins tells the export what was signed before, and all that waits, in order. */
  @Test
  void begins() throws LedgerConflictException {
    head.begin(store.read(), 0);
    ChainHead.Added added = head.append(decisions(1), notes(1), null, NOW);
    Entry later = head.append(decisions(1), List.of(), null, NOW).entries().get(0);
    export.signed = new SignedHead(3, Chain.GENESIS);
    head.settle();

    PendingEntries waiting = new PendingEntries();
    waiting.add(later, 0);
    added.records().forEach(waiting::add);
    added.entries().forEach(entry -> waiting.add(entry, 0));
    Kept next = new Kept();
    ChainHead successor = new ChainHead(store, waiting, next);
    assertNull(successor.object().getMetadata().getUid(), "before it was read");
    List<ChainLine> lines = successor.begin(store.read(), 0);
    assertEquals(List.of(1L, 2L, 3L), lines.stream().map(ChainLine::sequence).toList());
    assertEquals(lines, next.taken);
    assertEquals(export.signed, next.told);
    assertEquals("decisions", successor.object().getMetadata().getName());
    assertEquals(live().getMetadata().getUid(), successor.object().getMetadata().getUid());
  }
}
