package cloud.bleu.operator.evidence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.chain.Signer;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.ledger.CommitProgress;
import cloud.bleu.ledger.LaterDecision;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.PlacementWriter;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.policy.OwnRules;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes leave in the chain and in its directory, through crashes and a disk that is late. */
class EvidenceRecorderTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: health, uid: p}
      spec:
        appliesTo: {dataClasses: [Health]}
        rules:
        - {name: not-c, action: Enforce, onViolation: Report, expression: "zone.name != 'c'"}
      """;

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: c, uid: z}
      spec:
        provider: acme
        offerings: []
        region: north
        site: c
        location: {country: FR}
        capacity: {cpu: "20", pods: "100", largestNode: {cpu: "20"}}
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop, uid: u}
      spec:
        replicas: 1
        dataClasses: [Health]
        workload: {deployment: {template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: "1"}}}]}}}}
        resilience: {}
      """;

  private static final String PLACEMENT =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: web, namespace: shop}
      spec:
        workloadRef: {name: web, uid: u}
        assignments: [{zone: c, replicas: 1}]
      """;

  private static final KeyPair KEYS = SigningKey.generate();
  private static final Signer SIGNER = SigningKey.signer(SigningKey.pem(KEYS.getPrivate()));

  /** Batches that wait for the disk; beyond, entries are left out. */
  private static final int MOST = 5;

  @TempDir Path folder;

  private EmbeddedApiServer server;
  private KubernetesClient admin;
  private FaultProxy proxy;
  private KubernetesClient client;
  private Process process;

  /** Whether writes of the ledger are done and get no answer. */
  private volatile boolean unanswered;

  /** One that records what it decides. */
  private final class Process implements AutoCloseable {
    private final ExportQueue queue = new ExportQueue(MOST, ExportQueue.LEAST_BYTES_OF_ENTRIES);

    /** What it was told to be in the chain. */
    final List<ChainNote> entered = new ArrayList<>();

    /** Whether it ends when it is told. */
    private boolean ends;

    final EvidenceHealth standing =
        new EvidenceHealth(new SimpleMeterRegistry(), (reason, sentence) -> {});

    final EvidenceRecorder recording;
    final Ledger ledger;

    /** While it is not open, nothing gets to the disk. */
    volatile CountDownLatch disk = new CountDownLatch(0);

    /** Whether it has ended while the disk was away, which takes nothing of it any more. */
    private volatile boolean lost;

    Process() throws LedgerConflictException {
      recording =
          new EvidenceRecorder(
              EvidenceOptions.to(folder),
              () -> SIGNER,
              Clock.systemUTC(),
              this::awaitDisk,
              () -> null,
              new EvidenceRecorder.Wakes() {
                @Override
                public void kept() {}

                @Override
                public void note() {}

                @Override
                public void entered(List<ChainNote> notes) {
                  entered.addAll(notes);
                  if (ends) {
                    throw new IllegalStateException("made up: it ends here");
                  }
                }
              },
              standing,
              queue);
      ledger =
          new Ledger(
              client,
              Clock.systemUTC(),
              recording.export(),
              null,
              new PlacementWriter(client, namespace -> true));
      recording.start();
      ledger.recover();
    }

    Process opened() {
      await("it is open").atMost(SOON).until(() -> recording.next() != Instant.MAX);
      return this;
    }

    private boolean awaitDisk() {
      try {
        disk.await();
        return !lost;
      } catch (InterruptedException e) {
        return false;
      }
    }

    /** Commits what a pass has to say, and returns it. */
    List<ChainNote> pass(ApiObjects objects) throws LedgerConflictException {
      List<ChainNote> notes = notes(objects);
      ledger.commit(List.of(), notes, null, NOBODY);
      recording.end();
      return notes;
    }

    List<ChainNote> notes(ApiObjects objects) {
      Translation translation = EstateTranslator.translate(objects, Instant.now(), Map.of());
      return recording.notes(
          new Recorder.Seen(
              objects, translation, Planner.plan(translation.estate()), Map.of(), List.of()));
    }

    /** Until everything that is committed is on the disk. */
    void exported() {
      await("exported").atMost(SOON).until(() -> recording.export().kept() == sequence());
    }

    /** Ends without another write to the disk. */
    @Override
    public void close() {
      lost = disk.getCount() > 0;
      disk.countDown();
      recording.close();
      ledger.close();
    }
  }

  @BeforeEach
  void start() throws LedgerConflictException {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    admin = PatientClients.of(server);
    proxy = new FaultProxy(admin.getConfiguration(), new Silence());
    client = proxy.clientWithoutRetries();
    process = new Process().opened();
  }

  @AfterEach
  void stop() {
    process.disk.countDown();
    process.close();
    client.close();
    proxy.close();
    admin.close();
    server.close();
  }

  private final class Silence implements Fault {
    @Override
    public @Nullable Answer after(Request request, Answer answer) {
      boolean write = request.method().equals("PUT") && request.about("decisionledgers");
      return unanswered && write ? null : answer;
    }
  }

  /** A disk that is away for long: the entry that says what is lost may be left out as well. */
  @Test
  void whatTheDirectoryLacksIsSaidAgainWhereTheEntryThatSaidItIsLeftOut()
      throws LedgerConflictException, IOException, InterruptedException {
    ApiObjects objects = objects(POLICY);
    process.pass(objects);
    process.ledger.commit(List.of(change()), List.of(), "sha256:" + "1".repeat(64), NOBODY);
    process.exported();
    List<ChainNote> lost = process.notes(objects).stream().filter(IS_OF_INPUTS).toList();
    assertEquals(1, lost.size());

    CountDownLatch disk = new CountDownLatch(1);
    process.disk = disk;
    process.recording.export().take(List.of());
    await("the writer waits for the disk").atMost(SOON).until(process.queue::isEmpty);
    while (!process.queue.isFull()) {
      process.recording.export().take(List.of());
    }
    process.ledger.commit(List.of(), lost, null, NOBODY);
    process.recording.end();
    assertFalse(process.pass(objects).stream().anyMatch(IS_OF_INPUTS), "it would be left out");
    disk.countDown();
    await("there is room").atMost(SOON).until(process.queue::isEmpty);
    assertEquals(lost, process.pass(objects).stream().filter(IS_OF_INPUTS).toList());
    process.exported();
    process.pass(objects);
    process.exported();
    assertEquals(1, exported(EntryKinds.INPUTS_LOST), "once");
    assertEquals(1, exported(EntryKinds.NOT_EXPORTED), "and that it was left out before");
    holds();
  }

  /** As with a pod that hangs and holds the lock: decisions go on, and some are left out. */
  @Test
  void whatADirectoryLacksThatCouldNotBeOpenedIsSaid()
      throws LedgerConflictException, IOException, InterruptedException {
    ApiObjects objects = objects(POLICY);
    process.pass(objects);
    process.exported();
    process.close();
    long before = sequence();
    try (ChainExport hangs = ChainExport.open(folder)) {
      process = new Process();
      await("it is told")
          .atMost(SOON)
          .until(() -> process.standing.failing().containsKey(EvidenceHealth.EXPORT));
      for (int i = 0; i < 2 * MOST; i++) {
        process.ledger.commit(
            List.of(),
            List.of(ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "" + i))),
            null,
            NOBODY);
        assertEquals(List.of(), process.notes(objects), "what is in the directory is not known");
      }
      assertTrue(process.queue.isFull());
    }
    process.opened();
    await("there is room").atMost(SOON).until(process.queue::isEmpty);
    process.pass(objects);
    process.exported();
    process.pass(objects);
    process.exported();
    assertEquals(1, exported(EntryKinds.NOT_EXPORTED));
    ChainNote lost = notExported();
    assertEquals(before + 2 * MOST, lost.number("to"), "up to the last commit before it was open");
    assertTrue(lost.number("from") > before + 1, "the first ones waited: " + lost);
    holds();
  }

  /** As a webhook leaves them: who begins to lead reads them in the ledger, and on the disk. */
  @Test
  void entriesWithoutContentStopNobodyWhoBegins()
      throws LedgerConflictException, IOException, InterruptedException {
    ApiObjects objects = objects(POLICY);
    process.pass(objects);
    List<ChainNote> bare =
        Stream.of(
                EntryKinds.WAIVER_IN_FORCE,
                EntryKinds.DRILL_BEGAN,
                EntryKinds.BREAK_GLASS_OPENED,
                EntryKinds.ENFORCEMENT_CHANGED,
                EntryKinds.ATTESTATION_CHANGED,
                EntryKinds.INPUTS_LOST)
            .map(kind -> ChainNote.of(kind, Map.of()))
            .toList();
    process.ledger.commit(List.of(), bare, null, NOBODY);
    process.exported();
    for (int i = 0; i < 2; i++) {
      process.close();
      process = new Process().opened();
      process.pass(objects);
      process.exported();
    }
    holds();
  }

  private ChainNote notExported() throws IOException {
    List<ChainNote> notes = new ArrayList<>();
    for (Path segment : EvidenceFiles.segments(folder)) {
      for (String text : Files.readAllLines(segment)) {
        ChainLine line = ChainLine.read(text);
        if (line.kind().equals(EntryKinds.NOT_EXPORTED)) {
          notes.add(ChainNote.of(line));
        }
      }
    }
    return notes.get(0);
  }

  /** Where a process, or only a pass of it, ends once the ledger has taken its notes. */
  private enum End {
    ProcessBeforeTheDisk,
    ProcessAfterTheDisk,
    /** The answer of the API server comes. */
    Pass,
    /** It does not. */
    PassWithoutAnAnswer
  }

  /** What the ledger has is said: whoever goes on says none of it again. */
  @ParameterizedTest
  @EnumSource
  void whatEndsBetweenTheWriteAndTheNoteOfItSaysNothingTwice(End end)
      throws LedgerConflictException, IOException, InterruptedException {
    process.pass(objects(POLICY));
    process.exported();
    if (end == End.ProcessBeforeTheDisk) {
      process.disk = new CountDownLatch(1);
    }
    ApiObjects edited = objects(POLICY.replace("action: Enforce", "action: Audit"));
    List<ChainNote> notes = process.notes(edited);
    assertTrue(
        notes.stream().anyMatch(n -> n.kind().equals(EntryKinds.ENFORCEMENT_REMOVED)), "" + notes);
    unanswered = end == End.PassWithoutAnAnswer;
    process.entered.clear();
    process.ends = true;
    assertThrows(Exception.class, () -> process.ledger.commit(List.of(), notes, null, NOBODY));
    process.ends = false;
    unanswered = false;
    if (end == End.ProcessAfterTheDisk) {
      process.exported();
    }
    if (end.name().startsWith("Process")) {
      process.close();
      process = new Process().opened();
    } else {
      process.ledger.recover();
      assertEquals(notes, process.entered, "each is told to be there, once");
    }
    List<ChainNote> again = process.pass(edited);
    process.pass(edited);
    process.exported();
    for (String kind :
        List.of(
            EntryKinds.ENFORCEMENT_CHANGED,
            EntryKinds.ENFORCEMENT_REMOVED,
            EntryKinds.VIOLATION,
            EntryKinds.VIOLATION_ENDED)) {
      assertEquals(1, exported(kind), kind + " " + again);
    }
    holds();
  }

  /** So it is of a part of what a pass has to say: the rest is said by the next one. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatAPassSaidBeforeItEndedIsSaidAndTheRestIsStillToBe(boolean undone)
      throws LedgerConflictException, IOException, InterruptedException {
    process.pass(objects(POLICY));
    process.exported();
    ApiObjects edited = objects(POLICY.replace("action: Enforce", "action: Audit"));
    List<ChainNote> notes = process.notes(edited);
    List<ChainNote> part =
        notes.stream().filter(n -> n.kind().equals(EntryKinds.VIOLATION_ENDED)).toList();
    process.ledger.commit(List.of(), part, null, NOBODY);
    process.ledger.recover();
    process.pass(undone ? objects(POLICY) : edited);
    process.exported();
    assertEquals(1, exported(EntryKinds.VIOLATION_ENDED));
    assertEquals(undone ? 2 : 1, exported(EntryKinds.VIOLATION), "it has begun again, or not");
    assertEquals(undone ? 0 : 1, exported(EntryKinds.ENFORCEMENT_REMOVED));
    holds();
  }

  /** Its numbers go on from those that this process gave; what is in the chain is known still. */
  @Test
  void whatIsInTheChainIsKnownAfterTheLedgerWasRemoved()
      throws LedgerConflictException, IOException {
    process.pass(objects(POLICY));
    process.exported();
    admin.resources(DecisionLedger.class).withName("decisions").delete();
    process.ledger.recover();
    ApiObjects edited = objects(POLICY.replace("action: Enforce", "action: Audit"));
    List<ChainNote> notes = process.notes(edited);
    process.ledger.commit(List.of(), notes, null, NOBODY);
    process.ledger.recover();
    List<ChainNote> again = process.notes(edited);
    again.retainAll(notes);
    assertEquals(List.of(), again);
  }

  private static final CommitProgress NOBODY = CommitProgress.NONE;
  private static final Predicate<ChainNote> IS_OF_INPUTS =
      note -> note.kind().equals(EntryKinds.INPUTS_LOST);

  /** The chain holds once its last entry is signed. */
  private void holds() throws IOException, InterruptedException {
    process.close();
    try (ChainExport export = ChainExport.open(folder)) {
      ChainLine last = export.last();
      Checkpoint before = export.lastCheckpoint();
      if (before == null || before.sequence() < last.sequence()) {
        long after = before == null ? 0 : before.sequence();
        String time = Instant.now().toString();
        byte[] signature =
            SIGNER.sign(Checkpoint.signed(last.sequence(), last.hash(), after, time));
        export.append(new Checkpoint(last.sequence(), last.hash(), after, time, signature));
      }
    }
    VerificationReport report =
        Verification.verify(
            folder, List.of(KEYS.getPublic()), List.of(), OwnRules::of, Instant.now());
    assertEquals(List.of(), report.faults());
  }

  private long exported(String kind) throws IOException {
    long count = 0;
    for (Path segment : EvidenceFiles.segments(folder)) {
      count +=
          Files.readAllLines(segment).stream()
              .filter(line -> ChainLine.read(line).kind().equals(kind))
              .count();
    }
    return count;
  }

  private long sequence() {
    return admin.resources(DecisionLedger.class).withName("decisions").get().getSpec().sequence();
  }

  private static ProposedDecision change() {
    return LaterDecision.of(
        new WorkloadId("n", "w"),
        "u",
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(new Assignment("a", 1, null, null)),
        List.of(),
        0);
  }

  private static ApiObjects objects(String policy) {
    return ApiObjects.NONE
        .with(
            AvailabilityZone.class, List.of(Serialization.unmarshal(ZONE, AvailabilityZone.class)))
        .with(
            SovereigntyPolicy.class,
            List.of(Serialization.unmarshal(policy, SovereigntyPolicy.class)))
        .with(BleuWorkload.class, List.of(Serialization.unmarshal(WORKLOAD, BleuWorkload.class)))
        .with(
            WorkloadPlacement.class,
            List.of(Serialization.unmarshal(PLACEMENT, WorkloadPlacement.class)));
  }
}
